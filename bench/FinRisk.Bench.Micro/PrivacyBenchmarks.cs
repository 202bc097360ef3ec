using BenchmarkDotNet.Attributes;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Privacy;
using Microsoft.AspNetCore.DataProtection;

namespace FinRisk.Bench.Micro;

/// <summary>What sealing costs a request: once sealed, once opened, one keyed hash.</summary>
[MemoryDiagnoser]
public class PrivacyBenchmarks
{
    private readonly Applicant _applicant = new("Jane", "Doe", "8001015009087");
    private readonly ValidationId _id = ValidationId.New(TimeProvider.System);
    private readonly ApplicantSealer _sealer = new(new EphemeralDataProtectionProvider());
    private readonly LookupHasher _hasher = new(new byte[LookupHasher.MinPepperBytes]);
    private SealedApplicant _sealed = new("");

    [GlobalSetup]
    public void SealOne() => _sealed = _sealer.Seal(_applicant, _id);

    [Benchmark]
    public SealedApplicant Seal() => _sealer.Seal(_applicant, _id);

    [Benchmark]
    public Applicant Open() => _sealer.Open(_sealed, _id);

    [Benchmark]
    public string ApplicantHash() => _hasher.ApplicantHash(_applicant);

    [Benchmark]
    public ValidationId NewId() => ValidationId.New(TimeProvider.System);
}
