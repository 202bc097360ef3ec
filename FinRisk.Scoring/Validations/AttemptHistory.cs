using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Validations;

/// <summary>
/// One attempt of a validation, as the operations page shows it. It is stored, and later versions read it, so members are only
/// ever added, and only as optional members.
/// </summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Attempt">The number of the attempt at that provider, 1 for the first.</param>
/// <param name="Status">The classified result of the attempt.</param>
/// <param name="FinishedAt">The time at which the attempt ended.</param>
/// <param name="Elapsed">The provider's time; zero if the provider was not called.</param>
/// <param name="HttpStatus">The provider's HTTP status code; null if there was no response.</param>
/// <param name="NetworkError">The network error, if the network failed; otherwise null.</param>
/// <param name="RetryAfter">
/// The wait that the provider or our own call limits asked for, before <c>Retry:MaxRetryAfter</c> caps it; null: none.
/// </param>
/// <param name="Circuit">Whether the circuit admitted the attempt.</param>
/// <param name="CircuitOpenUntil">
/// If the circuit did not admit calls after the attempt: the time at which it may be asked again; otherwise null.
/// </param>
/// <param name="NextAttemptAt">The time until which the validation waited after the attempt; null if it did not wait.</param>
public sealed record AttemptEntry(
    string Provider,
    int Attempt,
    AttemptStatus Status,
    DateTimeOffset FinishedAt,
    TimeSpan Elapsed = default,
    int? HttpStatus = null,
    HttpRequestError? NetworkError = null,
    TimeSpan? RetryAfter = null,
    CircuitPassage Circuit = CircuitPassage.Passed,
    DateTimeOffset? CircuitOpenUntil = null,
    DateTimeOffset? NextAttemptAt = null);

/// <summary>Whether the circuit admitted an attempt.</summary>
public enum CircuitPassage
{
    /// <summary>The circuit was closed and admitted the attempt.</summary>
    Passed,

    /// <summary>The circuit was half-open and admitted the attempt as its probe.</summary>
    Probe,

    /// <summary>The circuit did not admit the attempt, so no call was made.</summary>
    Refused,
}

/// <summary>
/// The attempts of a validation, oldest first. If there are too many for a host's store, as after an outage of days, only the
/// first and the latest ones are kept.
/// </summary>
/// <param name="Entries">The attempts, at most <see cref="MaxEntries"/>.</param>
/// <param name="LeftOut">The number of attempts dropped after the first <see cref="KeptFirst"/>, 0 or more.</param>
public sealed record AttemptHistory(IReadOnlyList<AttemptEntry> Entries, int LeftOut = 0)
{
    /// <summary>The maximum number of attempts kept. A Durable custom status is limited to 16 KiB of UTF-16.</summary>
    public const int MaxEntries = 18;

    /// <summary>The number of first attempts that are always kept, because they show how an outage began.</summary>
    public const int KeptFirst = 6;

    /// <summary>The history without attempts.</summary>
    public static AttemptHistory None { get; } = new([]);

    /// <summary>Returns the history with one more attempt. Drops the oldest attempt after the first ones if it is full.</summary>
    public AttemptHistory Add(AttemptEntry entry) => Entries.Count < MaxEntries
        ? this with { Entries = [.. Entries, entry] }
        : new AttemptHistory([.. Entries.Take(KeptFirst), .. Entries.Skip(KeptFirst + 1), entry], LeftOut + 1);

    /// <summary>
    /// Returns the history with the time of the next attempt noted on the last entry; the same if there is none.
    /// </summary>
    public AttemptHistory WithNextAttempt(DateTimeOffset until) => Entries is [.., var last]
        ? this with { Entries = [.. Entries.SkipLast(1), last with { NextAttemptAt = until }] }
        : this;

    /// <inheritdoc/>
    public bool Equals(AttemptHistory? other) =>
        other is not null && LeftOut == other.LeftOut && Entries.SequenceEqual(other.Entries);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LeftOut, Entries.Count);
}
