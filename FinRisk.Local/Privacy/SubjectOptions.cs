using FinRisk.Scoring.Audit;

namespace FinRisk.Local.Privacy;

/// <summary>The parsed arguments of a <see cref="SubjectCommand"/>.</summary>
/// <param name="Verb"><c>find</c>, <c>erase</c> or <c>keys</c>.</param>
/// <param name="Reason">The reason for the audit log; empty for <c>keys</c>, which leaves no audit record.</param>
/// <param name="IsConfirmed">Whether to erase without a prompt (<c>--yes</c>).</param>
/// <param name="IsDryRun">Whether to report what would be erased and erase nothing (<c>--dry-run</c>).</param>
/// <param name="Settings">The arguments of the form <c>--Name:Part=value</c>, which are settings.</param>
internal sealed record SubjectOptions(string Verb, string Reason, bool IsConfirmed, bool IsDryRun, string[] Settings)
{
    /// <summary>The usage text of the command.</summary>
    public const string Usage = """
        Usage:
          FinRisk.Local subject find  --reason="request 118" [--Local:DataFolder=folder]
          FinRisk.Local subject erase --reason="request 118" [--yes | --dry-run] [--Local:DataFolder=folder]
          FinRisk.Local subject keys  [--Privacy:Pepper=base64] [--Privacy:PreviousPeppers=base64,...] [--Local:DataFolder=folder]

        The applicant is read from the standard input: {"firstName":"…","lastName":"…","idNumber":"…"}.
        find and erase leave a record in the audit log; both work while the host runs. erase asks, or takes --yes.
        find and erase use the peppers in the data folder. keys uses those too, unless --Privacy:Pepper is set.
        """;

    private const string ReasonOption = "--reason=";

    private const string DataFolderOption = "--Local:DataFolder=";

    private static readonly string[] PepperOptions = ["--Privacy:Pepper=", "--Privacy:PreviousPeppers="];

    /// <summary>Parses the arguments after <c>subject</c>; returns either the options or an error message.</summary>
    public static (SubjectOptions? Options, string? Error) Read(IReadOnlyList<string> args)
    {
        if (args is not [("find" or "erase" or "keys") and var verb, ..])
            return (null, Usage);
        var settings = args.Where(arg => IsSetting(arg, verb)).ToArray();

        // The first argument is the verb.
        if (args.Skip(1).FirstOrDefault(arg => !IsSetting(arg, verb) && !IsOption(arg, verb)) is { } unknown)
            return (null, $"'{unknown.Split('=', 2)[0]}' is no option of subject {verb}.{Environment.NewLine}{Usage}");
        var (isConfirmed, isDryRun) = (args.Contains("--yes"), args.Contains("--dry-run"));
        if (isConfirmed && isDryRun)
            return (null, "--yes and --dry-run exclude each other.");
        var reason = "";
        if (verb != "keys" && !AuditReason.TryRead(FindReason(args), out reason))
            return (null, $"--reason=\"…\" is needed for the audit log. {AuditReason.Rule}");
        return (new SubjectOptions(verb, reason, isConfirmed, isDryRun, settings), null);
    }

    private static string? FindReason(IReadOnlyList<string> args) =>
        args.FirstOrDefault(IsReason)?[ReasonOption.Length..];

    private static bool IsReason(string arg) => arg.StartsWith(ReasonOption, StringComparison.Ordinal);

    private static bool IsSetting(string arg, string verb) =>
        HasPrefix(arg, DataFolderOption) || (verb == "keys" && PepperOptions.Any(option => HasPrefix(arg, option)));

    private static bool HasPrefix(string arg, string option) => arg.StartsWith(option, StringComparison.OrdinalIgnoreCase);

    private static bool IsOption(string arg, string verb) =>
        (verb != "keys" && IsReason(arg)) || (verb == "erase" && arg is ("--yes" or "--dry-run"));
}
