using FinRisk.Functions;
using FinRisk.Scoring.Settings;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.AddFinRisk();
    await builder.Build().RunAsync();
    return 0;
}
catch (SettingsException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
