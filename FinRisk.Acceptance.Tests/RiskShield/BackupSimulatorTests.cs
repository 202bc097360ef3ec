using FinRisk.Acceptance.Tests.Harness;

namespace FinRisk.Acceptance.Tests.RiskShield;

/// <summary>The simulator as the backup: a vendor of another shape, with faults, keys and bills of its own.</summary>
public sealed class BackupSimulatorTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private readonly Applicant applicant = Applicant.New();
    private readonly string correlation = Ids.CorrelationId();

    private string Body => $$"""
        {
          "subject":{
            "givenName":"{{applicant.FirstName}}","familyName":"{{applicant.LastName}}","nationalId":"{{applicant.IdNumber}}"
          },
          "reference":"r-1"
        }
        """;

    [OwnHostFact]
    public async Task A_score_is_on_the_backups_scale_under_the_callers_reference()
    {
        var answer = (await simulator.ScoreAtBackupAsync(Body, correlation)).Is(200);
        Assert.InRange(answer.Json.GetProperty("creditScore").GetInt32(), 300, 850);
        Assert.Equal("r-1", answer.Get("reference"));
    }

    [OwnHostFact]
    public async Task One_vendors_faults_and_bills_are_none_of_the_others()
    {
        await simulator.BackupControl.PlanAsync(correlation, "503", forever: true);
        (await simulator.ScoreAsync(applicant.ToJson(), correlation)).Is(200);
        (await simulator.ScoreAtBackupAsync(Body, correlation)).Is(503);
        Assert.Equal((1, 0),
            (await simulator.Control.CountBillsAsync(correlation), await simulator.BackupControl.CountBillsAsync(correlation)));
        await simulator.BackupControl.ResetAsync();
        (await simulator.ScoreAtBackupAsync(Body, correlation + ".backup", correlation + ".backup")).Is(200);
        (await simulator.ScoreAtBackupAsync(Body, correlation + ".backup", correlation + ".backup")).Is(200);
        Assert.Equal((1, 1),
            (await simulator.Control.CountBillsAsync(correlation), await simulator.BackupControl.CountBillsAsync(correlation)));
    }

    [OwnHostFact]
    public async Task RiskShields_key_is_no_key_of_the_backup()
    {
        (await simulator.ScoreAtBackupAsync(Body, correlation, key: "riskshield-simulator-key")).Is(401);
        (await simulator.ScoreAsync(applicant.ToJson(), correlation, key: "backup-simulator-key")).Is(401);
    }

    [OwnHostTheory]
    [InlineData("""{"reference":"r-1"}""")]
    [InlineData("""{"subject":{"givenName":"A","familyName":"B","nationalId":"8001015009087"}}""")]
    [InlineData("""{"subject":{"givenName":"A","familyName":"B"},"reference":"r-1"}""")]
    [InlineData("[]")]
    public async Task A_request_without_a_required_field_is_refused(string body) =>
        (await simulator.ScoreAtBackupAsync(body, correlation)).Is(400);
}
