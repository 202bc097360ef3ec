using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinRisk.Testing.Privacy;

namespace FinRisk.Acceptance.Tests.Privacy;

/// <summary>The scanner finds a mark in whatever form it is planted: one that cannot find proves nothing.</summary>
public sealed class ByteScannerTests
{
    private const string Ascii = "Quagmirefold";
    private const string Accented = "Zo\u00EB-\u00C5ngstr\u00F6mfold";
    private const string Foreign = "\u0416\u0443\u0440\u0430\u0432\u043B\u0451\u0432\u5F20\u4F1F\u0645\u062D\u0645\u062F";
    private const string Number = "8001015009087";

    private static readonly string[] Marks = [Ascii, Accented, Foreign, Number];
    private static readonly ByteScanner Scanner = new(Marks);

    /// <summary>Ways in which software writes text, one at a time.</summary>
    public static TheoryData<string, string> Planted
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var way in Ways.Keys)
            {
                foreach (var mark in Marks)
                    data.Add(way, mark);
            }

            return data;
        }
    }

    private static Dictionary<string, Func<string, byte[]>> Ways { get; } = new()
    {
        ["UTF-8"] = Encoding.UTF8.GetBytes,
        ["UTF-8, decomposed"] = mark => Encoding.UTF8.GetBytes(mark.Normalize(NormalizationForm.FormD)),
        ["UTF-8, upper case"] = mark => Encoding.UTF8.GetBytes(mark.ToUpperInvariant()),
        ["UTF-16 LE"] = Encoding.Unicode.GetBytes,
        ["UTF-16 BE"] = Encoding.BigEndianUnicode.GetBytes,
        ["base64"] = mark =>
            Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"firstName\":\"{mark}\",\"a\":1}}"))),
        ["base64, a byte later"] = mark =>
            Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"firstNames\":\"{mark}\",\"a\":1}}"))),
        ["base64, two bytes later"] = mark =>
            Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"firstName_s\":\"{mark}\",\"a\":1}}"))),
        ["base64 of UTF-16"] = mark => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.Unicode.GetBytes($"x{mark}\n"))),
        ["base64url"] = mark =>
            Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"\u00FF{mark}\u00FF"))),
        ["URL encoding"] = mark => Encoding.ASCII.GetBytes(Uri.EscapeDataString($"q={mark}&r")),
        ["URL encoding, lower case"] = mark => Encoding.ASCII.GetBytes(System.Web.HttpUtility.UrlEncode(mark)),
        ["hex"] = mark => Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(mark))),
        ["hex, lower case"] = mark => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(mark))),
        ["JSON"] = mark => JsonSerializer.SerializeToUtf8Bytes(new { name = mark }),
        ["JSON within JSON"] = mark =>
            JsonSerializer.SerializeToUtf8Bytes(new { input = JsonSerializer.Serialize(new { name = mark }) }),
        ["JSON, all escaped"] = mark => Encoding.ASCII.GetBytes(string.Concat(mark.Select(unit => $"\\u{(int)unit:x4}"))),
        ["gzip"] = mark => Gzip(Encoding.UTF8.GetBytes($"a,b,{mark},c")),
        ["gzip of UTF-16 within other bytes"] = mark =>
            [.. RandomNumberGenerator.GetBytes(1000), .. Gzip(Encoding.Unicode.GetBytes(mark)), .. new byte[100]],
    };

    /// <summary>Found in a file between random bytes.</summary>
    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_mark_is_found(string way, string mark)
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(
            file, [.. RandomNumberGenerator.GetBytes(5000), .. Ways[way](mark), .. RandomNumberGenerator.GetBytes(5000)]);
        var found = Scanner.Scan(file).ToList();
        File.Delete(file);
        Assert.NotEmpty(found);
        Assert.All(found, place => Assert.DoesNotContain(mark, place, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>And nothing where there is nothing.</summary>
    [Fact]
    public void Other_bytes_are_not_found()
    {
        Assert.Empty(Scanner.Scan(RandomNumberGenerator.GetBytes(1_000_000), "random"));
        Assert.Empty(Scanner.Scan(Gzip(Encoding.UTF8.GetBytes("Quagmire fold, 8001015009088, Zoe-Angstromfold")), "like it"));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
