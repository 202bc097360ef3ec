using System.Text.Json.Nodes;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>
/// Values that only have to match, in Pact's integration format; the example is what the mock server and the verifier send.
/// </summary>
internal static class Match
{
    /// <summary>A value whose text the pattern matches.</summary>
    public static JsonObject Regex(JsonNode example, string pattern) => new()
    {
        ["pact:matcher:type"] = "regex",
        ["regex"] = pattern,
        ["value"] = example,
    };

    /// <summary>A JSON number whose text the pattern matches: the pattern alone would let a string through.</summary>
    public static JsonObject Number(JsonNode example, string pattern) => new()
    {
        ["pact:matcher:type"] = new JsonArray(
            new JsonObject { ["pact:matcher:type"] = "number" },
            new JsonObject { ["pact:matcher:type"] = "regex", ["regex"] = pattern }),
        ["value"] = example,
    };

    /// <summary>A value of the example's JSON type.</summary>
    public static JsonObject Type(JsonNode example) => new() { ["pact:matcher:type"] = "type", ["value"] = example };
}
