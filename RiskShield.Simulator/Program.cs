using RiskShield.Simulator;

var configuration = new ConfigurationBuilder()
    .AddEnvironmentVariables()
    .AddCommandLine(args)
    .Build();

await RiskShieldSimulator.Build(SimulatorOptions.From(configuration)).RunAsync();
