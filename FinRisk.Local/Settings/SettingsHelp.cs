using System.Text;
using FinRisk.Local.Telemetry;
using FinRisk.Scoring;
using FinRisk.Scoring.Settings;

namespace FinRisk.Local.Settings;

/// <summary>The text of <c>--help</c>. The defaults and ranges come from the code that reads the settings.</summary>
internal static class SettingsHelp
{
    private const string Usage = $"""
        Usage:
          FinRisk.Local [--Name:Part=value ...]     serves until Ctrl-C, on {LocalSettingsReader.DefaultUrl} by default
          FinRisk.Local subject find|erase|keys     answers a data subject's request (subject --help)
          FinRisk.Local --help | --version

        Settings come from appsettings.json in the working folder, from environment variables (__ for :) and from the command
        line; the last one counts. Durations are written [d.]hh:mm:ss[.fff]. Without RiskShield:BaseUrl the vendor is simulated.
        """;

    /// <summary>Every setting of this host with its default and range, in the order of contract section 9.</summary>
    public static IReadOnlyCollection<SettingDescription> Settings { get; } = Read();

    /// <summary>The usage, and the settings one per line.</summary>
    public static string Write()
    {
        var nameWidth = Settings.Max(setting => setting.Name.Length);
        var defaultWidth = Settings.Max(setting => setting.Default.Length);
        var text = new StringBuilder(Usage).AppendLine().AppendLine();
        foreach (var line in Settings.Prepend(new SettingDescription("setting", "default", "range")))
        {
            text.Append("  ").Append(line.Name.PadRight(nameWidth))
                .Append("  ").Append(line.Default.PadRight(defaultWidth))
                .Append("  ").AppendLine(line.Range);
        }

        return text.ToString();
    }

    private static IReadOnlyCollection<SettingDescription> Read()
    {
        var empty = new ConfigurationBuilder().Build();
        var reader = new SettingsReader(empty);
        FinRiskSettingsReader.Read(reader);
        LocalSettingsReader.Read(reader, empty);
        ConsoleLogging.ReadFormat(reader);
        return reader.Descriptions;
    }
}
