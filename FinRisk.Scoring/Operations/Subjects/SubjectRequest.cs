using System.Text.Json;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Audit;

namespace FinRisk.Scoring.Operations.Subjects;

/// <summary>An operator's request about the data of one applicant.</summary>
/// <param name="Applicant">The applicant. Another spelling of a name is another applicant.</param>
/// <param name="Reason">The operator's reason (<see cref="AuditReason"/>).</param>
/// <param name="DryRun">True to erase nothing and only return what would be erased.</param>
/// <param name="ContinueFrom">The position at which an earlier search stopped; null: from the start.</param>
internal sealed record SubjectRequest(Applicant Applicant, string Reason, bool DryRun, string? ContinueFrom)
{
    private const int MaxContinueLength = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private static readonly string[] Fields = ["firstName", "lastName", "idNumber", "reason", "continueFrom"];

    /// <summary>
    /// Parses the request body. Unknown properties are refused. Returns the request, or the errors by property; both are null if
    /// the body is not a JSON object.
    /// </summary>
    /// <param name="utf8">The request body.</param>
    /// <param name="isErasure">True for an erasure, which alone accepts the property <c>dryRun</c>.</param>
    public static (SubjectRequest? Request, IReadOnlyDictionary<string, string[]>? Errors) Read(
        ReadOnlyMemory<byte> utf8, bool isErasure)
    {
        // Not strict: an ID number that breaks the strict rules may have been accepted while Validation:StrictIdNumber was off.
        var reading = ApplicantReader.Read(utf8, strictIdNumber: false);
        if (reading.BodyError is not null)
            return (null, null);

        try
        {
            using var document = JsonDocument.Parse(utf8.Span.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8);
            return Read(document.RootElement, reading, isErasure);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair, which is valid JSON but not a valid string.
            return (null, null);
        }
    }

    private static (SubjectRequest? Request, IReadOnlyDictionary<string, string[]>? Errors) Read(
        JsonElement body, ApplicantReading reading, bool isErasure)
    {
        var errors = new FieldErrors();
        foreach (var (field, rules) in reading.FieldErrors ?? new Dictionary<string, string[]>(StringComparer.Ordinal))
        {
            foreach (var rule in rules)
                errors.Add(field, rule);
        }

        if (!AuditReason.TryRead(Text(body, "reason"), out var reason))
            errors.Add("reason", AuditReason.Rule);
        var dryRun = ReadDryRun(body, errors);
        var continueFrom = ReadContinueFrom(body, errors);
        if (body.EnumerateObject().Any(property => !Fields.Contains(property.Name) && !(isErasure && property.Name == "dryRun")))
            errors.Add("body", $"The only properties allowed are {string.Join(", ", Fields)}{(isErasure ? " and dryRun" : "")}.");
        return errors.Any
            ? (null, errors.ToDictionary())
            : (new SubjectRequest(reading.Applicant!, reason, dryRun, continueFrom), null);
    }

    private static bool ReadDryRun(JsonElement body, FieldErrors errors)
    {
        if (!body.TryGetProperty("dryRun", out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            errors.Add("dryRun", "dryRun must be true or false.");
        return value.ValueKind == JsonValueKind.True;
    }

    private static string? ReadContinueFrom(JsonElement body, FieldErrors errors)
    {
        if (!body.TryGetProperty("continueFrom", out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxContinueLength } text)
            return text;
        errors.Add("continueFrom", "continueFrom must be the value from an earlier response.");
        return null;
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
