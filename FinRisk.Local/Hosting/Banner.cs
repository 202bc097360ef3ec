using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Local.Telemetry;
using RiskShield.Simulator;

namespace FinRisk.Local.Hosting;

/// <summary>
/// The text that is printed at the start: addresses, the data folder, and sample commands to paste into a shell.
/// </summary>
internal static partial class Banner
{
    private const string Json = "-H 'Content-Type: application/json'";
    private const string Applicant = """{"firstName":"Jane","lastName":"Doe","idNumber":"8001015009087"}""";

    /// <summary>
    /// Prints the banner to the standard output. With <see cref="LineFormat.Json"/>, where programs read one JSON object per
    /// line, the same values are logged as the event <c>host_started</c> instead.
    /// </summary>
    public static void Print(WebApplication app, Uri? simulator, LineFormat lines)
    {
        var (address, vendor) = (app.Urls.First().TrimEnd('/'), simulator?.ToString().TrimEnd('/'));
        var folder = app.Services.GetRequiredService<Database>().Folder;
        if (lines == LineFormat.Json)
            Log.Started(app.Services.GetRequiredService<ILogger<LocalHost>>(), address, vendor, folder);
        else
            Console.Write(Write(address, vendor, folder, app.Services.GetRequiredService<LocalSettings>().Callers));
    }

    /// <summary>Returns the banner's text.</summary>
    /// <param name="address">The address of the host, without a slash at the end.</param>
    /// <param name="simulator">The address of the simulated vendor, without a slash at the end; null if none runs.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="callers">The callers with function keys; empty if every program on this machine may call.</param>
    public static string Write(string address, string? simulator, string folder, IReadOnlyList<CallerKey> callers)
    {
        var taken = simulator == SimulatorOptions.DefaultUrls ? "" : $" ({SimulatorOptions.DefaultUrls} is taken)";
        var key = callers.Count == 0 ? "" : " -H \"x-functions-key: $FINRISK_KEY\"";
        return $"""
            FinRisk listens on {address}
              the API explained   {address}/docs
              operations page     {address}/ops
              data folder         {folder}
              RiskShield          {(simulator is null ? "the configured vendor" : $"simulated on {simulator}{taken}")}

            Try it{(callers.Count == 0 ? "" : $", with the key of {callers[0].Name} in the variable FINRISK_KEY")}:
              curl -s {address}/validate {Json}{key} -d '{Applicant}'
            {WriteFaults(simulator)}

            """;
    }

    private static string WriteFaults(string? simulator) => simulator is null
        ? ""
        : $$"""

            Make RiskShield fail, and work again:
              curl -s -X PUT {{simulator}}/control/faults {{Json}} -d '{"fault":500,"forever":true}'
              curl -s -X DELETE {{simulator}}/control

            """;

    private static partial class Log
    {
        [LoggerMessage(
            4005,
            LogLevel.Information,
            "host_started: on {address}; RiskShield simulated on {simulator}; data folder {dataFolder}",
            EventName = "host_started")]
        public static partial void Started(ILogger log, string address, string? simulator, string dataFolder);
    }
}
