using System.Text;
using BenchmarkDotNet.Attributes;
using FinRisk.Scoring.Applicants;

namespace FinRisk.Bench.Micro;

/// <summary>
/// Reading and checking a request body: good, with an error in every field, and refused for its JSON. A refusal takes time by the
/// length of the body: 16 KiB nested as deep as it can be must cost about what 16 KiB cost that are read (<see
/// cref="AsLongAsAllowed"/>).
/// </summary>
[MemoryDiagnoser]
public class ApplicantBenchmarks
{
    private readonly byte[] _good = """{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087"}"""u8.ToArray();
    private readonly byte[] _accented = """{"firstName":"José","lastName":"Nguyễn","idNumber":"8001015009087"}"""u8.ToArray();
    private readonly byte[] _clicks =
        """{"firstName":"!Nami≠Nûs","lastName":"//Gana","idNumber":"800101 5009 087"}"""u8.ToArray();
    private readonly byte[] _long = Long16("[", "1]", "1,");
    private readonly byte[] _deep = Long16("", new string(']', 8_000), "[");
    private readonly byte[] _deepAndCutOff = [.. Enumerable.Repeat((byte)'[', ApplicantReader.MaxBytes)];
    private readonly byte[] _deepObjects = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Repeat("{\"a\":", 2_700)) + "1" + new string('}', 2_700));

    private readonly byte[] _bad = """{"firstName":"","lastName":5,"idNumber":"9001011234088"}"""u8.ToArray();

    [Benchmark(Baseline = true)]
    public ApplicantReading Good() => ApplicantReader.Read(_good, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading Accented() => ApplicantReader.Read(_accented, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading Bad() => ApplicantReader.Read(_bad, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading Clicks() => ApplicantReader.Read(_clicks, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading AsLongAsAllowed() => ApplicantReader.Read(_long, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading Deep() => ApplicantReader.Read(_deep, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading DeepAndCutOff() => ApplicantReader.Read(_deepAndCutOff, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading DeepObjects() => ApplicantReader.Read(_deepObjects, strictIdNumber: true);

    /// <summary>A valid applicant and a further member that fills the body to about 16 KiB.</summary>
    private static byte[] Long16(string before, string after, string filler)
    {
        var member = before + string.Concat(Enumerable.Repeat(filler, 8_000)) + after;
        return Encoding.UTF8.GetBytes($$"""{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087","x":{{member}}}""");
    }
}
