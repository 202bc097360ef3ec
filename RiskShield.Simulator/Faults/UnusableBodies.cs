using System.Collections.Frozen;
using System.Text;

namespace RiskShield.Simulator.Faults;

/// <summary>The bodies of responses with status 200 that contain no usable score, by the fault's name.</summary>
internal static class UnusableBodies
{
    /// <summary>The bodies of RiskShield.</summary>
    private static readonly FrozenDictionary<string, byte[]> Bodies = new Dictionary<string, string>
    {
        ["garbage"] = "<html><body>Service is down for maintenance</body></html>",
        ["empty"] = "",
        ["wrong-type"] = """{"riskScore":"72","riskLevel":"MEDIUM"}""",
        ["fraction"] = """{"riskScore":72.5,"riskLevel":"MEDIUM"}""",
        ["out-of-range"] = """{"riskScore":101,"riskLevel":"CRITICAL"}""",
        ["negative"] = """{"riskScore":-1,"riskLevel":"LOW"}""",
        ["unknown-level"] = """{"riskScore":72,"riskLevel":"SEVERE"}""",
        ["missing-score"] = """{"riskLevel":"MEDIUM"}""",
        ["missing-level"] = """{"riskScore":72}""",
        ["duplicate-score"] = """{"riskScore":72,"riskScore":5,"riskLevel":"MEDIUM"}""",
        ["duplicate-level"] = """{"riskScore":72,"riskLevel":"LOW","riskLevel":"MEDIUM"}""",
        ["null"] = "null",
        ["array"] = """[{"riskScore":72,"riskLevel":"MEDIUM"}]""",
        ["truncated"] = """{"riskScore":72,"risk""",
    }.ToFrozenDictionary(pair => pair.Key, pair => Encoding.UTF8.GetBytes(pair.Value));

    /// <summary>
    /// The bodies of the backup, which returns a reference instead of a level. <c>{reference}</c> stands for the quoted reference
    /// of the call.
    /// </summary>
    private static readonly FrozenDictionary<string, string> BackupBodies = new Dictionary<string, string>
    {
        ["garbage"] = "<html><body>Service is down for maintenance</body></html>",
        ["empty"] = "",
        ["wrong-type"] = """{"creditScore":"702","reference":{reference}}""",
        ["fraction"] = """{"creditScore":702.5,"reference":{reference}}""",
        ["out-of-range"] = """{"creditScore":851,"reference":{reference}}""",
        ["negative"] = """{"creditScore":-1,"reference":{reference}}""",
        ["unknown-level"] = """{"creditScore":702,"reference":"of-another-applicant"}""",
        ["missing-score"] = """{"reference":{reference}}""",
        ["missing-level"] = """{"creditScore":702}""",
        ["duplicate-score"] = """{"creditScore":702,"creditScore":400,"reference":{reference}}""",
        ["duplicate-level"] = """{"creditScore":702,"reference":"x","reference":{reference}}""",
        ["null"] = "null",
        ["array"] = """[{"creditScore":702,"reference":{reference}}]""",
        ["truncated"] = """{"creditScore":702,"refer""",
    }.ToFrozenDictionary();

    public static IEnumerable<string> Names => Bodies.Keys;

    public static bool Has(string name) => Bodies.ContainsKey(name);

    /// <summary>The body of the backup, in which the caller replaces <c>{reference}</c>.</summary>
    public static string BackupBody(string name) => BackupBodies[name];

    /// <summary>The body of RiskShield.</summary>
    public static ReadOnlyMemory<byte> Body(string name) => Bodies[name];
}
