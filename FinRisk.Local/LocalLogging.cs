using FinRisk.Local.Telemetry;
using Microsoft.Extensions.Logging.Console;

namespace FinRisk.Local;

/// <summary>Readable lines for a person at a terminal, JSON lines for everything else.</summary>
internal static class LocalLogging
{
    /// <summary>Sets the defaults; <c>Logging:*</c> of the configuration has the last word.</summary>
    public static void Add(ILoggingBuilder logging, IConfiguration configuration)
    {
        if (configuration["Logging:Console:FormatterName"] is null && Console.IsOutputRedirected)
        {
            logging.ClearProviders();

            // Made by the container, so that the container disposes of it and the last lines are written.
            logging.Services.AddSingleton<ILoggerProvider>(_ => new JsonLineLoggerProvider(TimeProvider.System, Console.OpenStandardOutput()));
        }

        logging.Services.Configure<SimpleConsoleFormatterOptions>(simple => simple.SingleLine = true);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);

        // A start that fails ends with one line that a person can act on (Program.cs), not with a stack trace before it.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);

        // It warns that keys on disk are not encrypted. They lie in a folder that only their owner can read; docs/privacy.md.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }
}
