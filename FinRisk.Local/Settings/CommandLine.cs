using System.Reflection;
using Microsoft.Extensions.Configuration.Json;

namespace FinRisk.Local.Settings;

/// <summary>
/// Recognises the options <c>--help</c> and <c>--version</c>, and checks that every other argument is a known setting. The check
/// is strict, so that a misspelt option is reported instead of starting a server with a setting ignored.
/// </summary>
internal static class CommandLine
{
    /// <summary>The exit code if an argument is wrong.</summary>
    public const int UsageExitCode = 2;

    private const string OptionPrefix = "--";

    /// <summary>Settings that the framework reads.</summary>
    private static readonly HashSet<string> FrameworkSettings =
        new(["environment", "contentRoot", "applicationName", "AllowedHosts"], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Sections whose settings are not checked, because the framework reads them and their names are open-ended.
    /// </summary>
    private static readonly HashSet<string> UncheckedSections = new(["Logging", "Kestrel"], StringComparer.OrdinalIgnoreCase);

    /// <summary>True if an argument requests the help.</summary>
    public static bool AsksForHelp(string[] args) => args.Any(arg => arg is "--help" or "-h" or "-?" or "help");

    /// <summary>True if an argument requests the version.</summary>
    public static bool AsksForVersion(string[] args) => args.Any(arg => arg is "--version" or "version");

    /// <summary>The program's name and version, followed by the commit that it was built from if the build had that.</summary>
    public static string Version { get; } = "FinRisk.Local " + typeof(CommandLine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The errors in the arguments, one sentence each. Errors never quote a value, which may be a secret.</summary>
    public static IEnumerable<string> FindErrors(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            var arg = args[index];
            if (!arg.StartsWith(OptionPrefix, StringComparison.Ordinal) || arg.Length == OptionPrefix.Length)
            {
                yield return $"'{NameIn(arg)}' is no command and no option. "
                    + "Write settings as --Name:Part=value; --help lists them.";
                continue;
            }

            var name = NameIn(arg[OptionPrefix.Length..]);
            if (!IsSetting(name))
            {
                yield return $"--{name}: there is no such setting; {SettingsBeside(name)}.";
            }
            else if (IsWithoutValue(args, index))
            {
                yield return $"--{name} has no value; write --{name}=value.";
            }

            // The next argument is the value of this one (--name value).
            if (!HasInlineValue(arg) && !IsWithoutValue(args, index))
                index++;
        }
    }

    /// <summary>The sections of the settings files that this host does not read, one sentence each.</summary>
    public static IEnumerable<string> FindUnknownSections(IConfigurationRoot configuration) =>
        from file in configuration.Providers.OfType<JsonConfigurationProvider>()
        from section in file.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase)
        where !IsSection(section)
        select $"{section}: {file.Source.Path} has this section, and this host reads none of that name; "
            + "--help lists the settings.";

    /// <summary>The settings of the section that an unknown name is in, or where to find all of them.</summary>
    private static string SettingsBeside(string name)
    {
        var section = name.Split(':')[0];
        string[] known =
        [
            .. SettingsHelp.Settings.Select(setting => setting.Name)
                .Where(setting => setting.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];
        return known.Length == 0 ? "--help lists them" : $"{section} has {string.Join(", ", known)}";
    }

    /// <summary>True if the argument has the form <c>--name=value</c>.</summary>
    private static bool HasInlineValue(string arg) => arg.Contains('=', StringComparison.Ordinal);

    /// <summary>True if the option has neither an inline value nor one in the next argument.</summary>
    private static bool IsWithoutValue(string[] args, int index) =>
        !HasInlineValue(args[index])
        && (index + 1 == args.Length || args[index + 1].StartsWith(OptionPrefix, StringComparison.Ordinal));

    /// <summary>The part of an argument before its inline value.</summary>
    private static string NameIn(string arg) => arg.Split('=', 2)[0];

    private static bool IsSection(string name) =>
        UncheckedSections.Contains(name) || FrameworkSettings.Contains(name)
        || SettingsHelp.Settings.Any(
            setting => string.Equals(setting.Name.Split(':')[0], name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSetting(string name) =>
        FrameworkSettings.Contains(name) || UncheckedSections.Contains(name.Split(':')[0])
        || SettingsHelp.Settings.Any(setting => Matches(setting.Name.Split(':'), name.Split(':')));

    /// <summary>
    /// True if a name equals that of a known setting, part by part. A known part in braces, as in
    /// <c>Local:Callers:{name}:Key</c>, equals every part.
    /// </summary>
    private static bool Matches(string[] known, string[] named) =>
        known.Length == named.Length && known.Zip(named).All(parts =>
            parts.First.StartsWith('{') || string.Equals(parts.First, parts.Second, StringComparison.OrdinalIgnoreCase));
}
