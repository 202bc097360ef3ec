using System.Text;
using System.Text.RegularExpressions;

namespace FinRisk.Functions.Tests.Image;

/// <summary>
/// A <c>.dockerignore</c> file as Docker reads it: patterns from the root, a pattern that matches a folder matches all below it,
/// <c>**</c> for any number of folders, <c>!</c> lets in again, and the last pattern that matches decides.
/// </summary>
internal sealed class DockerIgnore(string text)
{
    private readonly (Regex Pattern, bool LetsIn)[] _lines =
    [
        .. from line in text.Split('\n')
           let trimmed = line.Trim()
           where trimmed.Length > 0 && !line.StartsWith('#')
           let letsIn = trimmed.StartsWith('!')
           select (ToRegex((letsIn ? trimmed[1..].Trim() : trimmed).Trim('/')), letsIn),
    ];

    /// <summary>Whether a file is left out of the context; its path is relative to the root, with forward slashes.</summary>
    public bool Ignores(string path)
    {
        var last = _lines.LastOrDefault(line => line.Pattern.IsMatch(path));
        return last.Pattern is not null && !last.LetsIn;
    }

    private static Regex ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at..].StartsWith("**/", StringComparison.Ordinal))
            {
                regex.Append("(?:.*/)?");
                at += 2;
            }
            else if (pattern[at..].StartsWith("**", StringComparison.Ordinal))
            {
                regex.Append(".*");
                at++;
            }
            else if (pattern[at] is '[' && pattern.IndexOf(']', at) is var end and > 0)
            {
                regex.Append(pattern, at, end - at + 1);
                at = end;
            }
            else
            {
                regex.Append(pattern[at] switch { '*' => "[^/]*", '?' => "[^/]", var other => Regex.Escape($"{other}") });
            }
        }

        return new Regex(regex.Append("(?:/.*)?$").ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }
}
