using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace FinRisk.Testing.Privacy;

/// <summary>Searches every byte of files for marks in all their forms, also within whatever is compressed there (gzip).</summary>
public sealed class ByteScanner
{
    /// <summary>Shorter forms turn up in random bytes.</summary>
    private const int ShortestForm = 8;

    private static readonly string GzipStart = Latin([0x1F, 0x8B, 0x08]);

    private readonly Dictionary<string, string> _forms = new(StringComparer.Ordinal);
    private readonly SearchValues<string> _search;

    /// <param name="marks">What must not be found.</param>
    public ByteScanner(IEnumerable<string> marks)
    {
        // Every octet is one Latin-1 character, so that text search finds bytes.
        foreach (var (name, bytes) in marks.SelectMany(MarkForms.Create))
        {
            if (bytes.Length >= ShortestForm)
                _forms.TryAdd(Latin(bytes), name);
        }

        _search = SearchValues.Create([.. _forms.Keys], StringComparison.Ordinal);
    }

    /// <summary>How many bytes were searched, decompressed ones among them.</summary>
    public long Searched { get; private set; }

    /// <summary>How many compressed pieces were opened.</summary>
    public int Unpacked { get; private set; }

    /// <summary>What was found in a file: form and place, never the mark itself.</summary>
    public IEnumerable<string> Scan(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Scan(bytes.ToArray(), Path.GetFileName(file));
    }

    /// <summary>What was found in these bytes.</summary>
    public List<string> Scan(byte[] bytes, string name)
    {
        var text = Latin(bytes);
        Searched += bytes.Length;
        var found = new List<string>();
        for (var at = 0; text.AsSpan(at).IndexOfAny(_search) is >= 0 and var next; at++)
        {
            at += next;
            var form = _forms.First(form => text.AsSpan(at).StartsWith(form.Key, StringComparison.Ordinal)).Value;
            found.Add($"{name}: a mark in {form} at byte {at} of {bytes.Length}");
        }

        for (var at = 0; text.IndexOf(GzipStart, at, StringComparison.Ordinal) is >= 0 and var next; at = next + 1)
        {
            if (Unpack(bytes.AsSpan(next).ToArray()) is { Length: > 0 } unpacked)
                found.AddRange(Scan(unpacked, $"{name} (gzip at byte {next})"));
        }

        return found;
    }

    /// <summary>What can be unpacked from here; bytes that only look like a beginning give little or nothing.</summary>
    private byte[] Unpack(byte[] packed)
    {
        using var source = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            while (source.Read(buffer) is > 0 and var read)
                unpacked.Write(buffer, 0, read);
        }
        catch (InvalidDataException)
        {
            // The next piece of the file begins here, or nothing was compressed at all.
        }

        Unpacked += unpacked.Length > 0 ? 1 : 0;
        return unpacked.ToArray();
    }

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
