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
catch (SettingsException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
