using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Processes;

namespace FinRisk.Bench.Load.Reporting;

/// <summary>The measured rounds of one program, and its memory after them.</summary>
internal sealed record SubjectRounds(string Name, IReadOnlyList<Round> Rounds, ProcessUsage Usage)
{
    private const double Megabyte = 1e6;

    public double RssMegabytes => Usage.ResidentBytes / Megabyte;

    public double PeakRssMegabytes => Usage.PeakResidentBytes / Megabyte;

    public double Median(Func<Round, double> figure) => Statistics.Median(Rounds.Select(figure));

    public string[] ToRow() =>
    [
        Name, $"{Median(round => round.RequestsPerSecond):0}", $"{Median(round => round.P50):0.000}",
        $"{Median(round => round.P99):0.000}", $"{Median(round => round.CpuPerThousand):0.0}", $"{RssMegabytes:0}",
        $"{PeakRssMegabytes:0}", $"{Rounds.Sum(round => round.Errors)}", $"{Median(round => round.OthersShare):P0}",
    ];
}
