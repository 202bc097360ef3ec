using FinRisk.Local.Hosting;
using FinRisk.Local.Privacy;

var begun = false;
try
{
    if (args is [SubjectCommand.Name, ..])
        return new SubjectCommand(Console.In, Console.Out, Console.Error).Run(args);
    await using var host = await LocalHost.BuildAsync(args);
    begun = true;
    await host.RunAsync();
    return 0;
}
catch (Exception fault) when ((begun ? StartFaults.DescribeRunFault(fault) : StartFaults.DescribeBuildFault(fault)) is { } words)
{
    await Console.Error.WriteLineAsync(words);
    return 1;
}
