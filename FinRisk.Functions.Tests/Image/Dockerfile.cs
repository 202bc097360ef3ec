using System.Text.RegularExpressions;

namespace FinRisk.Functions.Tests.Image;

/// <summary>
/// A Dockerfile's instructions in order, with continued lines joined, comments left out and <c>ARG</c> defaults filled in.
/// </summary>
internal sealed partial class Dockerfile
{
    private readonly Dictionary<string, string> _arguments = [];

    /// <summary>Reads the text of a Dockerfile.</summary>
    public Dockerfile(string text)
    {
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        var stage = "";
        foreach (var line in ContinuedLine().Replace(string.Join('\n', lines), " ").Split('\n').Where(line => line.Trim() != ""))
        {
            var parts = line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
            var (name, rest) = (parts[0].ToUpperInvariant(), Fill(parts[1]));
            if (name == "ARG" && rest.Split('=', 2) is [var argument, var value])
                _arguments[argument] = value;
            if (name == "FROM")
                stage = rest.Split(' ') is [.., "AS" or "as", var alias] ? alias : rest;
            Instructions.Add(new Instruction(stage, name, rest));
        }
    }

    /// <summary>All of them; those before the first <c>FROM</c> are of no stage.</summary>
    public List<Instruction> Instructions { get; } = [];

    private string Fill(string text) =>
        Argument().Replace(text, match => _arguments.GetValueOrDefault(match.Groups[1].Value, match.Value));

    [GeneratedRegex(@"\\\s*\n\s*")]
    private static partial Regex ContinuedLine();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Argument();
}

/// <summary>One instruction: the stage that it belongs to, its name in capitals, and what follows the name.</summary>
internal sealed record Instruction(string Stage, string Name, string Text)
{
    /// <summary>The words that are no options: of a <c>COPY</c> its sources and, last, its target.</summary>
    public string[] Words =>
        [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(
            word => !word.StartsWith("--", StringComparison.Ordinal))];
}
