using FinRisk.Local.Store;
using FinRisk.Local.Tests.Harness;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Tests.Audit;

/// <summary>The audit log on SQLite.</summary>
public sealed class LocalAuditTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_validations_end_and_its_record_are_one_commit()
    {
        var ended = Sample.Scored(Sample.Id(1));
        await _bench.Store.CompleteAsync(ended);
        Assert.Equal([AuditRecords.Ended(ended)], await DayAsync());

        // The end is refused (its id is taken), so its record is too.
        await Assert.ThrowsAsync<StoreException>(() => _bench.Store.CompleteAsync(ended));
        Assert.Equal(1, _bench.Count("audit"));
    }

    [Fact]
    public async Task Every_member_comes_back_as_it_went_there_also_those_that_equal_a_default()
    {
        AuditRecord[] records =
        [
            new AuditRecord("an-act-of-the-future", Sample.Start, "alice"),
            new AuditRecord("validation-ended", Sample.Start.AddMilliseconds(1), "alice")
            {
                CorrelationId = "corr-1",
                ValidationId = Sample.Id(1).Value,
                Outcome = "scored",
                Level = RiskLevel.Low,
                ScoreOf = Sample.Id(2).Value,
                Attempts = 0,
                Degraded = false,
                AcceptedAt = Sample.Start,
                EndedAt = Sample.Start.AddMilliseconds(1),
                Reason = "",
            },
            new AuditRecord("circuit-opened", Sample.Start.AddMilliseconds(2), "olga") { Reason = "naïve ☂" },
        ];
        foreach (var record in records)
            await _bench.Audit.AppendAsync(record, default);
        Assert.Equal(records, await DayAsync());
    }

    [Fact]
    public async Task The_records_of_a_correlation_id_are_found_in_the_days_that_are_asked_for()
    {
        var midnight = new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.Zero);
        foreach (var (at, correlation) in new[]
        {
            (midnight.AddMilliseconds(-1), "loan-1"), (midnight, "loan-1"), (midnight.AddHours(3), "loan-2"),
            (midnight.AddDays(2).AddMilliseconds(-1), "loan-1"), (midnight.AddDays(2), "loan-1"),
        })
        {
            await _bench.Audit.AppendAsync(new AuditRecord("audit-read", at, "olga") { CorrelationId = correlation }, default);
        }

        var found = await _bench.Audit.FindAsync("loan-1", Day, Day.AddDays(1), 10, default);
        Assert.Equal([midnight, midnight.AddDays(2).AddMilliseconds(-1)], found.Select(record => record.At));
        Assert.Single(await _bench.Audit.FindAsync("loan-1", Day, Day.AddDays(1), 1, default));
        Assert.Empty(await _bench.Audit.FindAsync("loan-1", DateOnly.MaxValue, DateOnly.MaxValue, 1, default));
    }

    [Fact]
    public async Task A_day_holds_its_own_records_however_many_in_the_order_of_time()
    {
        var midnight = new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.Zero);
        await AppendAsync(midnight.AddMilliseconds(-1), "before");
        await AppendAsync(midnight.AddDays(1), "after");
        await Task.WhenAll(Enumerable.Range(0, 2_500).Select(number => AppendAsync(midnight.AddMilliseconds(number / 10), "in")));
        await AppendAsync(midnight.AddDays(1).AddMilliseconds(-1), "last");

        var day = await DayAsync();
        Assert.Equal(2_501, day.Count);
        Assert.Equal(["in", "last"], day.Select(record => record.Caller).Distinct());
        Assert.Equal(day.OrderBy(record => record.At), day);
    }

    [Fact]
    public async Task All_about_one_validation_is_found_also_what_came_days_later()
    {
        var id = Sample.Id(1);
        await _bench.Store.CompleteAsync(Sample.Scored(id));
        await _bench.Store.CompleteAsync(Sample.Scored(Sample.Id(2)));
        await _bench.Audit.AppendAsync(
            new AuditRecord("validation-read", Sample.Start.AddDays(6), "olga") { ValidationId = id.Value }, default);
        _bench.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(
            ["validation-ended", "validation-read"], (await _bench.Audit.FindAsync(id, default)).Select(record => record.Action));
    }

    [Fact]
    public async Task A_row_cannot_be_changed()
    {
        await AppendAsync(Sample.Start, "alice");
        var exception = Assert.Throws<StoreException>(() => _bench.Other.Execute("UPDATE audit SET caller = 'mallory'"));
        Assert.Equal(1, _bench.Number("SELECT count(*) FROM audit WHERE caller = 'alice'"));
        Assert.Contains("constraint", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_the_disk_refuses_is_an_audit_failure()
    {
        await _bench.PragmaAsync("query_only = ON");
        await Assert.ThrowsAsync<AuditException>(() => AppendAsync(Sample.Start, "alice"));
    }

    [Fact]
    public async Task A_clock_set_back_harms_no_record()
    {
        await AppendAsync(Sample.Start.AddDays(400), "future");
        await AppendAsync(Sample.Start, "now");
        Assert.Equal(["now"], (await DayAsync()).Select(record => record.Caller));
    }

    /// <summary>The milliseconds of a key have 44 bits with their sign: 557 years on they would begin anew.</summary>
    [Fact]
    public async Task A_day_centuries_ahead_is_not_taken_for_one_of_now()
    {
        await AppendAsync(Sample.Start, "now");
        var ahead = DateOnly.FromDateTime(Sample.Start.AddMilliseconds(1L << 44).UtcDateTime);
        foreach (var day in (DateOnly[])[ahead.AddDays(-1), ahead, ahead.AddDays(1), DateOnly.MaxValue, DateOnly.MinValue])
        {
            await foreach (var record in _bench.Audit.ReadDayAsync(day, default))
                Assert.Fail($"{day} has a record of {record.Caller}.");
        }
    }

    private Task AppendAsync(DateTimeOffset at, string caller) =>
        _bench.Audit.AppendAsync(new AuditRecord("audit-read", at, caller), default);

    private async Task<List<AuditRecord>> DayAsync()
    {
        var records = new List<AuditRecord>();
        await foreach (var record in _bench.Audit.ReadDayAsync(Day, default))
            records.Add(record);
        return records;
    }
}
