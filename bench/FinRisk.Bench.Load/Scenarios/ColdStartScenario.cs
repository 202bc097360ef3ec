using System.Diagnostics;
using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>
/// From the start of the published program to its first 200 for <c>POST /validate</c>. The product has an empty data folder and
/// its simulator inside; the relay's vendor is running already.
/// </summary>
internal static class ColdStartScenario
{
    public static async Task<IScenarioReport> RunAsync(Bench bench, LoadOptions options, CancellationToken cancellation)
    {
        var applicants = new ApplicantSequence();
        using var vendor = await bench.StartSimulatorAsync(bench.FreshFolder("cold-start"), TimeSpan.Zero, cancellation);
        var (ofRelay, ofProduct) = (new List<double>(), new List<double>());

        // Start 0 is not counted: it brings the programs' files into the page cache.
        for (var start = 0; start <= options.Starts; start++)
        {
            var folder = bench.FreshFolder(Path.Combine("cold-start", $"{start}"));
            var relay = await MeasureAsync(() => bench.StartRelay(folder, vendor), applicants, cancellation);
            var product = await MeasureAsync(() => bench.StartProductWithSimulator(folder, vendor), applicants, cancellation);
            if (start == 0)
                continue;

            ofRelay.Add(relay);
            ofProduct.Add(product);
            Progress.Say($"  start {start} of {options.Starts}: relay {relay:0} ms | product {product:0} ms");
        }

        return new ColdStartReport(bench.ProductName, ofRelay, ofProduct);
    }

    /// <returns>Milliseconds to the first 200.</returns>
    private static async Task<double> MeasureAsync(
        Func<Subject> start, ApplicantSequence applicants, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var subject = start();
        var answered = await subject.FirstAnswerAsync(applicants, cancellation);
        return Stopwatch.GetElapsedTime(started, answered).TotalMilliseconds;
    }
}
