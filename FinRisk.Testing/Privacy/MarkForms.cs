using System.Text;

namespace FinRisk.Testing.Privacy;

/// <summary>Every form in which a text may lie in a file without being sealed, as bytes.</summary>
public static class MarkForms
{
    /// <summary>The forms with their names.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Create(string mark)
    {
        var composed = mark.Normalize(NormalizationForm.FormC);
        var decomposed = mark.Normalize(NormalizationForm.FormD);
        foreach (var text in new[] { composed, decomposed, composed.ToUpperInvariant(), composed.ToLowerInvariant() }.Distinct())
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            yield return ("UTF-8", utf8);
            yield return ("UTF-16 LE", Encoding.Unicode.GetBytes(text));
            yield return ("UTF-16 BE", Encoding.BigEndianUnicode.GetBytes(text));
            foreach (var form in Base64(utf8).Concat(Base64(Encoding.Unicode.GetBytes(text))))
                yield return ("base64", form);
            foreach (var escaped in Escapes(text, utf8))
                yield return (escaped.Name, Encoding.ASCII.GetBytes(escaped.Text));
        }
    }

    /// <summary>
    /// What base64 makes of the bytes, at each of the three places they can have in a longer text, in both alphabets.
    /// </summary>
    private static IEnumerable<byte[]> Base64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]);

            // Characters that also hold bits of what stands before or behind are not the mark's alone.
            var own = text[((before * 8 + 5) / 6)..((before + bytes.Length) * 8 / 6)];
            yield return Encoding.ASCII.GetBytes(own);
            if (own.AsSpan().ContainsAny('+', '/'))
                yield return Encoding.ASCII.GetBytes(own.Replace('+', '-').Replace('/', '_'));
        }
    }

    private static IEnumerable<(string Name, string Text)> Escapes(string text, byte[] utf8)
    {
        yield return ("hex", Convert.ToHexString(utf8));
        yield return ("hex", Convert.ToHexStringLower(utf8));
        yield return ("URL encoding", string.Concat(utf8.Select(octet => $"%{octet:X2}")));
        yield return ("URL encoding", Uri.EscapeDataString(text));
        yield return ("URL encoding", LowerHex(Uri.EscapeDataString(text)));

        // Text in JSON, and JSON as text within JSON; with every character escaped, or those that are not ASCII.
        foreach (var slash in new[] { @"\", @"\\" })
        {
            yield return ("JSON escapes", string.Concat(text.Select(unit => $"{slash}u{(int)unit:X4}")));
            yield return ("JSON escapes", string.Concat(text.Select(unit => $"{slash}u{(int)unit:x4}")));
            if (text.All(char.IsAscii))
                continue;
            yield return (
                "JSON escapes", string.Concat(text.Select(unit => char.IsAscii(unit) ? $"{unit}" : $"{slash}u{(int)unit:X4}")));
            yield return (
                "JSON escapes", string.Concat(text.Select(unit => char.IsAscii(unit) ? $"{unit}" : $"{slash}u{(int)unit:x4}")));
        }
    }

    private static string LowerHex(string escaped)
    {
        var text = escaped.ToCharArray();
        for (var at = 0; at < text.Length - 2; at++)
        {
            if (text[at] == '%')
                (text[at + 1], text[at + 2]) = (char.ToLowerInvariant(text[at + 1]), char.ToLowerInvariant(text[at + 2]));
        }

        return new string(text);
    }
}
