using BenchmarkDotNet.Attributes;
using FinRisk.Scoring.Applicants;

namespace FinRisk.Bench.Micro;

/// <summary>Reading and checking a request body: good, and with an error in every field.</summary>
[MemoryDiagnoser]
public class ApplicantBenchmarks
{
    private readonly byte[] _good = """{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087"}"""u8.ToArray();
    private readonly byte[] _accented = """{"firstName":"José","lastName":"Nguyễn","idNumber":"8001015009087"}"""u8.ToArray();
    private readonly byte[] _bad = """{"firstName":"","lastName":5,"idNumber":"9001011234088"}"""u8.ToArray();

    [Benchmark(Baseline = true)]
    public ApplicantReading Good() => ApplicantReader.Read(_good, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading Accented() => ApplicantReader.Read(_accented, strictIdNumber: true);

    [Benchmark]
    public ApplicantReading Bad() => ApplicantReader.Read(_bad, strictIdNumber: true);
}
