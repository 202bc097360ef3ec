using FinRisk.Local.Telemetry;
using Microsoft.Extensions.Logging.Console;

namespace FinRisk.Local;

/// <summary>Readable lines for a person at a terminal, JSON lines for everything else.</summary>
internal static class LocalLogging
{
    /// <summary>Sets the defaults; <c>Logging:*</c> of the configuration still has the last word.</summary>
    public static void Add(ILoggingBuilder logging)
    {
        logging.Services.AddSingleton(TimeProvider.System);
        logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();
        logging.Services.AddOptions<ConsoleLoggerOptions>().PostConfigure<IConfiguration>((console, configuration) =>
        {
            // The slim host builder presets the readable form, so only the configuration can tell what somebody chose.
            if (configuration["Logging:Console:FormatterName"] is null && Console.IsOutputRedirected)
                console.FormatterName = JsonLineFormatter.FormatterName;
        });
        logging.Services.Configure<SimpleConsoleFormatterOptions>(simple => simple.SingleLine = true);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);

        // A start that fails ends with one line that a person can act on (Program.cs), not with a stack trace before it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // It warns that keys on disk are not encrypted. They lie in a folder that only their owner can read; docs/privacy.md.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
