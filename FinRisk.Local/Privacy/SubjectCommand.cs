using System.Globalization;
using System.Text;
using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Operations.Subjects;
using FinRisk.Scoring.Privacy;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Validations;

namespace FinRisk.Local.Privacy;

/// <summary>
/// The commands <c>subject find</c>, <c>subject erase</c> and <c>subject keys</c>, which answer a data subject's request, whether
/// or not the host runs. The applicant is read as JSON from the standard input, because every user of the machine can see the
/// arguments of a process, and shells store them in their history.
/// </summary>
/// <param name="input">
/// The applicant as JSON: one line at a terminal, followed by the line that confirms; otherwise all of it.
/// </param>
/// <param name="output">Receives the results.</param>
/// <param name="errors">Receives errors and prompts.</param>
/// <param name="isInteractive">Whether the input is a terminal, so that the command may prompt.</param>
internal sealed class SubjectCommand(TextReader input, TextWriter output, TextWriter errors, bool isInteractive = false)
{
    /// <summary>The first argument of these commands.</summary>
    public const string Name = "subject";

    /// <summary>Runs the command.</summary>
    /// <param name="args">The program's arguments, the first of which is <see cref="Name"/>.</param>
    /// <returns>
    /// The exit code: 0 for success, 1 for a failure, <see cref="CommandLine.UsageExitCode"/> for wrong arguments.
    /// </returns>
    /// <exception cref="IOException">The data folder or its database cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read or write a file of the data folder.</exception>
    /// <exception cref="StoreException">The database cannot be read or written.</exception>
    /// <exception cref="InvalidDataException"><c>appsettings.json</c> is not valid JSON.</exception>
    public int Run(string[] args)
    {
        if (CommandLine.AsksForHelp(args))
        {
            output.WriteLine(SubjectOptions.Usage);
            return 0;
        }

        var (options, error) = SubjectOptions.Read(args[1..]);
        if (options is null)
            return Fail(error!, CommandLine.UsageExitCode);
        if (isInteractive)
            errors.Write("The applicant, as JSON in one line: ");
        var json = (isInteractive ? input.ReadLine() : input.ReadToEnd()) ?? "";
        var reading = ApplicantReader.Read(Encoding.UTF8.GetBytes(json), strictIdNumber: false);
        return reading.Applicant is { } applicant
            ? Run(options, applicant)
            : Fail(reading.BodyError ?? $"Correct {string.Join(", ", reading.FieldErrors!.Keys)}.");
    }

    private int Run(SubjectOptions options, Applicant applicant)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(options.Settings)
            .Build();

        // The keys of a Functions host, whose peppers are in its settings and not in a data folder.
        if (options.Verb == "keys" && configuration["Privacy:Pepper"] is { Length: > 0 } pepper)
        {
            return CreateHasher(pepper, configuration["Privacy:PreviousPeppers"]) is { } hasher
                ? WriteHashes(hasher.HashesOf(applicant))
                : Fail(
                    "Privacy:Pepper and Privacy:PreviousPeppers: "
                    + $"each is base64 of {LookupHasher.MinPepperBytes} bytes or more.");
        }

        var folder = configuration["Local:DataFolder"] is { Length: > 0 } configured
            ? configured
            : new LocalSettings().DataFolder;
        if (!File.Exists(Path.Combine(folder, "finrisk.db")))
            return Fail($"{Path.GetFullPath(folder)} contains no FinRisk database; set Local:DataFolder.");
        using var database = Database.OpenBesideHost(new LocalSettings { DataFolder = folder });
        var hashes = LocalSecrets.ReadPepper(database).HashesOf(applicant);
        if (options.Verb == "keys")
            return WriteHashes(hashes);

        using var records = new SubjectRecords(database, hashes);
        var erases = options is { Verb: "erase", IsConfirmed: true };
        Audit(records, erases, options.Reason);
        var found = records.Find();
        WriteFindings(applicant, hashes, found);
        if (options.Verb == "find")
            return 0;

        var count = found.Scores.Count + found.Validations.Count(validation => validation.HasEnded);
        if (options.IsDryRun)
        {
            output.WriteLine($"dry run: {FormatCount(count)} would be erased");
            return 0;
        }

        if (!erases)
        {
            if (!AskForConfirmation(count))
                return Fail("Nothing was erased. Add --yes to erase without being asked.");
            Audit(records, erases: true, options.Reason); // The search has its own record.
        }

        var erasure = records.Erase(besideHost: database.IsShared);
        output.WriteLine($"erased: {FormatCount(erasure.Records)}");
        if (erasure.Remainder is { } remainder)
            output.WriteLine(remainder);
        return 0;
    }

    /// <summary>
    /// Writes what was searched for and one line for each record found. The applicant's fields are not repeated, because the
    /// output may be stored.
    /// </summary>
    private void WriteFindings(Applicant applicant, ApplicantHashes hashes, SubjectFindings found)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Searched for one applicant: first name of {applicant.FirstName.Length} characters, "
            + $"last name of {applicant.LastName.Length}, ID number of {applicant.IdNumber.Length} digits; "
            + $"under the current pepper and {hashes.Previous.Count} previous ones."));
        output.WriteLine(SubjectNotes.OneSpelling);
        output.WriteLine();
        foreach (var score in found.Scores)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"score {score.Score.RiskScore} {score.Score.RiskLevel.ToWire()} of {score.ScoredAt:O} "
                + $"by {score.ValidationId.Value}"));
        }

        foreach (var validation in found.Validations)
        {
            output.WriteLine(validation.HasEnded
                ? $"validation {validation.Id} {validation.Status} for {validation.Caller}, "
                    + $"{validation.CreatedAt:O} to {validation.UpdatedAt:O}"
                : $"validation {validation.Id} for {validation.Caller} has not ended: let the host finish it, then erase");
        }

        if (found.Scores.Count + found.Validations.Count == 0)
            output.WriteLine("Nothing is kept.");
    }

    private static void Audit(SubjectRecords records, bool erases, string reason) => records.Audit(AuditRecords.OperatorAction(
        erases ? AuditActions.SubjectErased : AuditActions.SubjectSearched, Operator(), correlationId: null, reason,
        TimeProvider.System.GetUtcNow()));

    /// <summary>
    /// The signed-in user as the caller of the audit record. Characters that a caller's name may not contain become underscores.
    /// </summary>
    private static Caller Operator() => new(
        "console." + string.Concat(
            Environment.UserName.Select(letter => NameAlphabet.Characters.Contains(letter) ? letter : '_')));

    private bool AskForConfirmation(int count)
    {
        if (!isInteractive)
            return false;
        errors.Write($"Erase {FormatCount(count)}? Type yes: ");
        return input.ReadLine()?.Trim() == "yes";
    }

    private static string FormatCount(int records) =>
        string.Create(CultureInfo.InvariantCulture, $"{records} {(records == 1 ? "record" : "records")}");

    /// <summary>Creates the hasher of a Functions host; null if a pepper is malformed or too short.</summary>
    private static LookupHasher? CreateHasher(string pepper, string? previous)
    {
        try
        {
            return new LookupHasher(
                Convert.FromBase64String(pepper),
                [.. (previous ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(
                    Convert.FromBase64String)]);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private int WriteHashes(ApplicantHashes hashes)
    {
        foreach (var hash in hashes.Previous.Prepend(hashes.Current))
            output.WriteLine(hash);
        return 0;
    }

    private int Fail(string message, int exitCode = 1)
    {
        errors.WriteLine(message);
        return exitCode;
    }
}
