using System.Collections.Frozen;
using System.Text;

namespace RiskShield.Simulator.Faults;

/// <summary>Answers with status 200 that carry no usable score, by the name of the fault.</summary>
internal static class UnusableAnswers
{
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

    public static IEnumerable<string> Names => Bodies.Keys;

    public static bool Has(string name) => Bodies.ContainsKey(name);

    public static ReadOnlyMemory<byte> Body(string name) => Bodies[name];
}
