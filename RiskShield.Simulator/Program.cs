using Microsoft.AspNetCore.Connections;
using RiskShield.Simulator;

var configuration = new ConfigurationBuilder()
    .AddEnvironmentVariables()
    .AddCommandLine(args)
    .Build();

try
{
    await RiskShieldSimulator.Build(SimulatorOptions.From(configuration)).RunAsync();
    return 0;
}
catch (IOException exception) when (exception.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync(
        $"{exception.Message} Stop what listens there (FinRisk.Local starts a simulator of its own), or choose another address "
        + "with --urls http://127.0.0.1:{port}.");
    return 1;
}
