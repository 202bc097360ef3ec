using FinRisk.Scoring.Settings;

namespace FinRisk.Local.Telemetry;

/// <summary>Configures logging to the standard output: text lines at a terminal, otherwise JSON lines.</summary>
internal static class ConsoleLogging
{
    /// <summary>The setting that overrides the choice of the format: <c>json</c> or <c>text</c>.</summary>
    public const string FormatSetting = "Logging:Console:FormatterName";

    /// <summary>
    /// Reads the format of log lines. The environment variable <c>NO_COLOR</c> disables colours (no-color.org). Errors are
    /// collected in <paramref name="reader"/>.
    /// </summary>
    public static LineFormat ReadFormat(SettingsReader reader)
    {
        var name = reader.ReadString(FormatSetting, "json or text", "text on a terminal, else json");
        reader.Require(
            name is null or "json" or "text",
            $"{FormatSetting}: '{name}' is neither json nor text; default text on a terminal, else json.");
        if (name == "json" || (name is null && Console.IsOutputRedirected))
            return LineFormat.Json;
        return Console.IsOutputRedirected || reader.ReadString("NO_COLOR") is not null
            ? LineFormat.Text
            : LineFormat.ColouredText;
    }

    /// <summary>
    /// Adds the logger provider and the default log levels, which the settings <c>Logging:LogLevel:*</c> override.
    /// </summary>
    public static void Add(ILoggingBuilder logging, LineFormat format)
    {
        logging.ClearProviders();

        // Created by the container, so that the container disposes of it, which writes the last lines.
        logging.Services.AddSingleton<ILoggerProvider>(
            _ => new LineLoggerProvider(TimeProvider.System, Console.OpenStandardOutput(), format));
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);

        // Program.cs prints one message for a failed start; the host would log the exception and its stack before it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // Data Protection warns that its keys are stored unencrypted. Only their owner can read the folder (docs/privacy.md).
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
