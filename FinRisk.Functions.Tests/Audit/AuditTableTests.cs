using FinRisk.Functions.Audit;
using FinRisk.Functions.Storage;
using FinRisk.Functions.Tests.Harness;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;
using FinRisk.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace FinRisk.Functions.Tests.Audit;

/// <summary>The audit log in a real table service. Each test has a month of its own.</summary>
[Collection(AzuriteTests.Name)]
public sealed class AuditTableTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Noon.AddHours(1));
    private readonly IHost _host;
    private readonly AuditTable _audit;

    /// <summary>On the shared emulator.</summary>
    public AuditTableTests(Azurite azurite)
    {
        _host = TestHost.Build(
            TestHost.Settings(azurite.ConnectionString), services => services.AddSingleton<TimeProvider>(_clock));
        _audit = _host.Services.GetRequiredService<AuditTable>();
    }

    /// <inheritdoc/>
    public void Dispose() => _host.Dispose();

    /// <summary>Every member comes back, also one that equals a default, and a text that a formula would begin with.</summary>
    [NodeFact]
    public async Task A_record_comes_back_as_it_went_there()
    {
        var at = Noon.AddYears(1);
        AuditRecord[] records =
        [
            new AuditRecord("circuit-opened", at, "olga") { Reason = "=naïve ☂" },
            new AuditRecord("validation-ended", at.AddSeconds(1), "alice")
            {
                CorrelationId = "corr", ValidationId = IdOf(at), Outcome = "scored", Level = RiskLevel.Low, ScoreOf = "another",
                Attempts = 0, Degraded = false, AcceptedAt = at, EndedAt = at.AddSeconds(1),
            },
        ];
        _clock.SetUtcNow(at.AddHours(1));
        foreach (var record in records)
            await _audit.AppendAsync(record, default);
        Assert.Equal(records, (await DayAsync(at)).OrderBy(record => record.At));
    }

    /// <summary>More records than one transaction may have, on two days.</summary>
    [NodeFact]
    public async Task Any_number_of_records_is_appended_at_once()
    {
        var midnight = new DateTimeOffset(2029, 5, 6, 0, 0, 0, TimeSpan.Zero);
        AuditRecord[] records =
        [
            new AuditRecord("request-refused", midnight.AddMilliseconds(-1), "alice"),
            .. Enumerable.Range(0, StorageClients.MaxTransactionActions + 1)
                .Select(second => new AuditRecord("request-refused", midnight.AddSeconds(second), "alice")),
        ];
        await _audit.AppendAllAsync(records, default);
        Assert.Single(await DayAsync(midnight.AddDays(-1)));
        Assert.Equal(records.Skip(1), (await DayAsync(midnight)).OrderBy(record => record.At));
    }

    /// <summary>A day is its own, from midnight to midnight, and there may be none.</summary>
    [NodeFact]
    public async Task A_day_holds_its_own_records()
    {
        var midnight = new DateTimeOffset(2028, 2, 29, 0, 0, 0, TimeSpan.Zero);
        await AppendAsync(midnight.AddMilliseconds(-1), "before");
        await AppendAsync(midnight, "first");
        await AppendAsync(midnight.AddDays(1).AddMilliseconds(-1), "last");
        await AppendAsync(midnight.AddDays(1), "after");
        Assert.Equal(["first", "last"], (await DayAsync(midnight)).Select(record => record.Caller).Order(StringComparer.Ordinal));
        Assert.Empty(await DayAsync(midnight.AddYears(50)));
    }

    /// <summary>Durable delivers again after a crash: one row. Two runs of one id, two looks of an operator: two.</summary>
    [NodeFact]
    public async Task What_is_delivered_again_is_one_row()
    {
        var at = Noon.AddYears(3);
        var input = Samples.Input(ValidationId.Create(at.ToUnixTimeMilliseconds(), new byte[16]), acceptedAt: at);
        var ended = AuditRecords.Ended(input, new ValidationOutcome(1, at, Failure: FailureCode.VendorError));
        await _audit.AppendAsync(ended, default);
        await _audit.AppendAsync(ended, default);
        Assert.Single(await DayAsync(at));

        await _audit.AppendAsync(AuditRecords.Ended(input with { AcceptedAt = at.AddSeconds(1) },
            new ValidationOutcome(1, at, Failure: FailureCode.VendorError)), default);
        await AppendAsync(at, "olga");
        await AppendAsync(at, "olga");
        Assert.Equal(4, (await DayAsync(at)).Count);
    }

    /// <summary>On whatever day and in whatever month it was recorded.</summary>
    [NodeFact]
    public async Task All_about_one_validation_is_found()
    {
        var at = new DateTimeOffset(2030, 12, 31, 23, 59, 59, TimeSpan.Zero);
        var id = ValidationId.Create(at.ToUnixTimeMilliseconds(), new byte[16]);
        await _audit.AppendAsync(
            AuditRecords.Ended(
                Samples.Input(id, acceptedAt: at),
                new ValidationOutcome(1, at.AddSeconds(2), Failure: FailureCode.VendorError)), default);
        await _audit.AppendAsync(new AuditRecord("validation-read", at.AddDays(6), "olga") { ValidationId = id.Value }, default);
        await _audit.AppendAsync(
            new AuditRecord("validation-read", at.AddDays(6), "olga") { ValidationId = IdOf(at.AddSeconds(1)) }, default);

        _clock.SetUtcNow(at.AddDays(7));
        Assert.Equal(
            ["validation-ended", "validation-read"], (await _audit.FindAsync(id, default)).Select(record => record.Action));
    }

    /// <summary>Of the days that are asked for, over the turn of a month, and no more than is asked for.</summary>
    [NodeFact]
    public async Task The_records_of_a_correlation_id_are_found()
    {
        var at = new DateTimeOffset(2031, 3, 31, 23, 59, 59, TimeSpan.Zero);
        foreach (var (days, correlation) in new[] { (-1, "loan-1"), (0, "loan-1"), (0, "loan-2"), (1, "loan-1"), (2, "loan-1") })
            await _audit.AppendAsync(
                new AuditRecord("audit-read", at.AddDays(days), "olga") { CorrelationId = correlation }, default);

        var (first, last) = (DateOnly.FromDateTime(at.UtcDateTime), DateOnly.FromDateTime(at.AddDays(1).UtcDateTime));
        var found = await _audit.FindAsync("loan-1", first, last, 10, default);
        Assert.Equal([at, at.AddDays(1)], found.Select(record => record.At));
        Assert.Single(await _audit.FindAsync("loan-1", first, last, 1, default));
        Assert.Empty(await _audit.FindAsync("loan' or 1 eq 1", first, last, 10, default));
    }

    /// <summary>Whole months go, once all of a month is too old.</summary>
    [NodeFact]
    public async Task A_purge_drops_the_months_that_have_outlived_their_time()
    {
        await AppendAsync(new DateTimeOffset(2001, 1, 31, 0, 0, 0, TimeSpan.Zero), "old");
        await AppendAsync(new DateTimeOffset(2001, 2, 1, 0, 0, 0, TimeSpan.Zero), "kept");
        await _audit.PurgeAsync(new DateTimeOffset(2001, 2, 27, 0, 0, 0, TimeSpan.Zero), default);

        Assert.Empty(await DayAsync(new DateTimeOffset(2001, 1, 31, 0, 0, 0, TimeSpan.Zero)));
        Assert.Single(await DayAsync(new DateTimeOffset(2001, 2, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.DoesNotContain(AuditTable.Prefix + "200101", await TablesAsync());
    }

    /// <summary>Storage that is away is told to whoever must know, and does not hold up the vendor step.</summary>
    [NodeFact]
    public async Task Without_storage_a_record_is_not_taken()
    {
        using var host = TestHost.Build(TestHost.Settings(
            "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;TableEndpoint=http://127.0.0.1:9/a;"
                + "BlobEndpoint=http://127.0.0.1:9/a;"));
        var audit = host.Services.GetRequiredService<AuditTable>();
        Assert.False(await audit.TryAppendAsync(new AuditRecord("audit-read", Noon, "olga")));
    }

    private static string IdOf(DateTimeOffset at) => ValidationId.Create(at.ToUnixTimeMilliseconds(), new byte[16]).Value;

    private Task AppendAsync(DateTimeOffset at, string caller) =>
        _audit.AppendAsync(new AuditRecord("audit-read", at, caller), default);

    private async Task<List<AuditRecord>> DayAsync(DateTimeOffset day)
    {
        var records = new List<AuditRecord>();
        await foreach (var record in _audit.ReadDayAsync(DateOnly.FromDateTime(day.UtcDateTime), default))
            records.Add(record);
        return records;
    }

    private async Task<List<string>> TablesAsync()
    {
        var names = new List<string>();
        await foreach (var table in _host.Services.GetRequiredService<StorageClients>().Tables().QueryAsync())
            names.Add(table.Name);
        return names;
    }
}
