using System.Globalization;
using FinRisk.Acceptance.Tests.Harness;
using Xunit.Abstractions;

namespace FinRisk.Acceptance.Tests.Attack;

/// <summary>Two hosts whose clocks are five minutes apart: one of them runs under libfaketime.</summary>
public sealed class ClockSkewTests(ITestOutputHelper output) : AttackTest(output)
{
    private static readonly TimeSpan LeastSkew = TimeSpan.FromMinutes(4);

    /// <summary>Nothing is lost, and one key is one validation and one bill, whichever host is asked first.</summary>
    [TwoHostAttackFact]
    public async Task Two_hosts_five_minutes_apart()
    {
        var hosts = TargetEnvironment.Hosts
            .Select(host => new FinRiskClient([host], TargetEnvironment.Key, patient: true)).ToArray();
        var clocks = await Task.WhenAll(hosts.Select(ReadClockAsync));
        var skew = (clocks[0] - clocks[1]).Duration();
        Assert.True(skew > LeastSkew, $"The clocks of the two hosts are {skew.TotalSeconds:0} s apart, by their Date headers.");

        var run = NewRun();
        await run.UnderLoadAsync(() => Task.Delay(TimeSpan.FromSeconds(10)));
        foreach (var (first, second) in (IEnumerable<(int, int)>)[(0, 1), (1, 0)])
        {
            var (applicant, key, correlation) = (Applicant.New(), Ids.Keyed(Ids.IdempotencyKey()), Ids.CorrelationId());
            var answer = Expect.Score(await hosts[first].ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation)), applicant);
            var replay = await hosts[second].ValidateAsync(applicant, key, Ids.CorrelatedBy(correlation));
            Expect.Score(replay, applicant);
            Assert.Equal("true", replay["Idempotency-Replayed"]);
            Assert.Equal(answer.GetProperty("validationId").GetString(), replay.Get("validationId"));
            Assert.Single(await Vendor.CallsAsync(correlation), call => call.Billed);

            var cached = await hosts[second].ValidateAsync(applicant);
            Expect.Score(cached, applicant);
            Assert.InRange(int.Parse(cached["Age"] ?? "0", CultureInfo.InvariantCulture), 0, 3600);
        }

        await run.AssertNothingLostAsync($"clocks of two hosts {skew.TotalMinutes:0.0} min apart");
        run.AssertOnly("200", "202");
    }

    private static async Task<DateTimeOffset> ReadClockAsync(FinRiskClient host) =>
        DateTimeOffset.Parse((await host.GetAsync("/health"))["Date"]!, CultureInfo.InvariantCulture);
}
