using System.Text;
using FinRisk.Local.Settings;
using FinRisk.Local.Store;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Privacy;

namespace FinRisk.Local.Privacy;

/// <summary>
/// <c>subject find|erase|keys</c>: answers a data subject's request on a stopped host. The applicant is read as JSON from the
/// standard input, because arguments are seen by every user of the machine and kept by shells.
/// </summary>
internal sealed class SubjectCommand(TextReader input, TextWriter output, TextWriter errors)
{
    /// <summary>The first argument of all its forms.</summary>
    public const string Name = "subject";

    private const string Usage =
        "Usage: FinRisk.Local subject find|erase|keys [--Local:DataFolder=folder], "
        + "with {\"firstName\",\"lastName\",\"idNumber\"} on the standard input.";

    /// <summary>Carries it out; the exit code.</summary>
    /// <exception cref="IOException">The data folder is in use, or cannot be read.</exception>
    public int Run(string[] args)
    {
        if (args is not [Name, "find" or "erase" or "keys", ..])
            return Fail(Usage);
        var reading = ApplicantReader.Read(Encoding.UTF8.GetBytes(input.ReadToEnd()), strictIdNumber: false);
        if (reading.Applicant is not { } applicant)
            return Fail(reading.JsonFault ?? $"Correct {string.Join(", ", reading.FieldErrors!.Keys)}. {Usage}");

        var configuration = new ConfigurationBuilder()
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(args[2..])
            .Build();
        if (args[1] == "keys" && configuration["Privacy:Pepper"] is { Length: > 0 } pepper)
            return WriteKeys(CreateHasher(pepper, configuration["Privacy:PreviousPeppers"]).KeysOf(applicant));

        var folder = configuration["Local:DataFolder"] is { Length: > 0 } named ? named : new LocalSettings().DataFolder;
        if (!File.Exists(Path.Combine(folder, "finrisk.db")))
            return Fail($"{Path.GetFullPath(folder)} holds no FinRisk database; set Local:DataFolder.");
        using var database = new Database(new LocalSettings { DataFolder = folder });
        var keys = LocalSecrets.ReadPepper(database).KeysOf(applicant);
        if (args[1] == "keys")
            return WriteKeys(keys);

        using var records = new SubjectRecords(database, keys);
        foreach (var line in records.Describe())
            output.WriteLine(line);
        if (args[1] == "erase")
            output.WriteLine($"erased: {records.Erase()}");
        return 0;
    }

    private static LookupHasher CreateHasher(string pepper, string? previous) => new(
        Convert.FromBase64String(pepper),
        [.. (previous ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(
            Convert.FromBase64String)]);

    private int WriteKeys(ApplicantKeys keys)
    {
        foreach (var key in keys.Former.Prepend(keys.Current))
            output.WriteLine(key);
        return 0;
    }

    private int Fail(string why)
    {
        errors.WriteLine(why);
        return 1;
    }
}
