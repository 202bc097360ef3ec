using FinRisk.Scoring.Settings;

namespace FinRisk.Local.Telemetry;

/// <summary>Readable lines for a person at a terminal, JSON lines for everything else.</summary>
internal static class ConsoleLogging
{
    /// <summary>The setting that has the last word: <c>json</c> or <c>text</c>.</summary>
    public const string FormatSetting = "Logging:Console:FormatterName";

    /// <summary>Reads how a log event becomes a line; a terminal that asks for no colours (no-color.org) gets none.</summary>
    public static LineFormat ReadFormat(SettingsReader reader)
    {
        var name = reader.Text(FormatSetting);
        reader.Require(
            name is null or "json" or "text",
            $"{FormatSetting}: '{name}' is neither json nor text; default text on a terminal, else json.");
        if (name == "json" || (name is null && Console.IsOutputRedirected))
            return LineFormat.Json;
        return Console.IsOutputRedirected || reader.Text("NO_COLOR") is not null ? LineFormat.Text : LineFormat.ColouredText;
    }

    /// <summary>Sets the defaults; <c>Logging:LogLevel:*</c> of the configuration has the last word.</summary>
    public static void Add(ILoggingBuilder logging, LineFormat format)
    {
        logging.ClearProviders();

        // Made by the container, so that the container disposes of it and the last lines are written.
        logging.Services.AddSingleton<ILoggerProvider>(
            _ => new LineLoggerProvider(TimeProvider.System, Console.OpenStandardOutput(), format));
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);

        // A start that fails ends with one line that a person can act on (Program.cs), not with a stack trace before it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // It warns that keys on disk are not encrypted. They lie in a folder that only their owner can read; docs/privacy.md.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
