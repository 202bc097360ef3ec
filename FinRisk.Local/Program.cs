using FinRisk.Local;

var begun = false;
try
{
    await using var host = await LocalHost.BuildAsync(args);
    begun = true;
    await host.RunAsync();
    return 0;
}
catch (Exception fault) when ((begun ? StartFaults.OfRunning(fault) : StartFaults.OfBuilding(fault)) is { } words)
{
    await Console.Error.WriteLineAsync(words);
    return 1;
}
