using FinRisk.Functions.Durable;
using FinRisk.Functions.Purge;
using FinRisk.Functions.Scores;
using FinRisk.Functions.Validations;
using FinRisk.Scoring;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Storage;
using FinRisk.Scoring.Validations;
using Microsoft.DurableTask.Client;

namespace FinRisk.Functions.Operations;

/// <summary>
/// Finds and erases the stored data of one applicant on Azure Functions: the rows of the newest scores, and the orchestrations
/// whose input has one of the applicant's hashes. Durable has no index of inputs, so all stored instances are read, by ranges of
/// ids. A search ends after <see cref="SearchTime"/>; the operator's next request continues it.
/// </summary>
public sealed class DurableSubjects(
    DurableClientAccessor clients, ScoreTable scores, FinRiskSettings settings, IAuditLog audit, TimeProvider clock)
    : ISubjectRecords
{
    /// <summary>
    /// The time after which a search ends and leaves the rest for the next request. Shorter than the time-outs of callers and
    /// gateways.
    /// </summary>
    public static readonly TimeSpan SearchTime = TimeSpan.FromSeconds(20);

    /// <summary>The longest time after the end of its retention at which an instance may still wait for the purge.</summary>
    private static readonly TimeSpan PurgeDelay = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Storage cannot be read now.</exception>
    public async Task<SubjectFindings> FindAsync(ApplicantHashes hashes, string? continueFrom, CancellationToken stopping)
    {
        var storedScores = new List<StoredScore>();
        foreach (var hash in hashes.Previous.Prepend(hashes.Current))
        {
            if (await scores.FindAsync(hash, stopping) is { } score)
                storedScores.Add(score);
        }

        var (startedAt, found) = (clock.GetTimestamp(), new List<SubjectValidation>());
        foreach (var prefix in Prefixes().Where(prefix => string.CompareOrdinal(prefix, continueFrom) >= 0))
        {
            if (clock.GetElapsedTime(startedAt) > SearchTime)
                return new SubjectFindings(storedScores, found, prefix);
            found.AddRange(await clients.CallAsync((client, stop) => SearchAsync(client, prefix, hashes, stop), stopping));
        }

        return new SubjectFindings(storedScores, found);
    }

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">
    /// Storage cannot be changed now. What was deleted before the failure stays deleted.
    /// </exception>
    public async Task<SubjectErasure> EraseAsync(ApplicantHashes hashes, SubjectFindings found, CancellationToken stopping)
    {
        var erased = 0;
        foreach (var hash in hashes.Previous.Prepend(hashes.Current))
            erased += await scores.DeleteAsync(hash, stopping) ? 1 : 0;
        foreach (var validation in found.Validations.Where(validation => validation.HasEnded))
        {
            erased += await clients.CallAsync(
                async (client, stop) =>
                {
                    await ValidationPurge.AuditBrokenAsync(client, validation.Id, audit, clock, stop);
                    return (await client.PurgeInstanceAsync(validation.Id, stop)).PurgedInstanceCount;
                },
                stopping);
        }

        return new SubjectErasure(erased);
    }

    private static async Task<List<SubjectValidation>> SearchAsync(
        DurableTaskClient client, string prefix, ApplicantHashes hashes, CancellationToken stopping)
    {
        var found = new List<SubjectValidation>();
        var query = new OrchestrationQuery(InstanceIdPrefix: prefix, PageSize: 100, FetchInputsAndOutputs: true);
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(stopping))
        {
            if (InstanceReader.Read(instance) is { } record && hashes.Contains(record.ApplicantHash))
            {
                found.Add(new SubjectValidation(
                    record.Id.Value, record.Caller, record.Status, record.CreatedAt, record.UpdatedAt));
            }
        }

        return found;
    }

    /// <summary>
    /// Returns the id prefixes of all instances that may still be stored. The range includes the length of an idempotency key's
    /// window, because an id may start with the start of the window instead of the time of the acceptance.
    /// </summary>
    private IEnumerable<string> Prefixes()
    {
        var (now, validation) = (clock.GetUtcNow(), settings.Validation);
        return IdPrefixes.Between(now - validation.Retention - validation.IdempotencyRetention - PurgeDelay, now);
    }
}
