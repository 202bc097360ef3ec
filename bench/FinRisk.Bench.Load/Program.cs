using System.Runtime.InteropServices;
using FinRisk.Bench.Load;
using FinRisk.Bench.Load.Processes;
using FinRisk.Bench.Load.Reporting;
using FinRisk.Bench.Load.Scenarios;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(LoadOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = LoadOptions.Parse(args);
    using var guardian = new Guardian();
    var bench = await Bench.PublishAsync(options, guardian, stop.Token);
    var report = new RunReport(bench, options.NullComparison, await RunAsync(bench, options, stop.Token));
    Progress.Say(report.InOneLine);
    Console.WriteLine(report.ToMarkdown());
    if (options.JsonFile is { } file)
        await File.WriteAllTextAsync(file, report.ToJson(), stop.Token);
    if (report.Failed is not { } failed)
        return 0;

    Console.Error.WriteLine($"FAILED: {failed.Errors} errors in one round, first: {failed.FirstError}");
    return 1;
}
catch (Exception refused) when (refused is FormatException or BenchFailedException)
{
    Console.Error.WriteLine(refused.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped");
    return 130;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static async Task<List<IScenarioReport>> RunAsync(Bench bench, LoadOptions options, CancellationToken cancellation)
{
    var reports = new List<IScenarioReport>();
    foreach (var name in options.Only)
    {
        Progress.Say(name);
        reports.Add(name switch
        {
            "throughput" => await ThroughputScenario.RunAsync(bench, options, cancellation),
            "latency" => await LatencyScenario.RunAsync(bench, options, cancellation),
            _ => await ColdStartScenario.RunAsync(bench, options, cancellation),
        });
    }

    if (options.Soak is { } length)
    {
        Progress.Say("soak");
        reports.Add(await SoakScenario.RunAsync(bench, options, length, cancellation));
    }

    return reports;
}
