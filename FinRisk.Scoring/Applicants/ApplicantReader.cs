using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace FinRisk.Scoring.Applicants;

/// <summary>
/// Reads the body of <c>POST /validate</c> strictly (contract, section 1): UTF-8 JSON, one object, no duplicate property at any
/// depth, unknown properties ignored. All field problems are reported together.
/// </summary>
public static class ApplicantReader
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>The deepest nesting that is read; the object itself is level 1.</summary>
    public const int MaxDepth = 8;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonReaderOptions OneDeeper = new() { MaxDepth = MaxDepth + 1 };

    /// <summary>Reads and checks one body of at most <see cref="MaxBytes"/> bytes.</summary>
    /// <param name="utf8">The body as received; a byte order mark is skipped (RFC 8259, section 8.1 allows that).</param>
    /// <param name="strictIdNumber">Whether the ID number's date and check digit are checked.</param>
    public static ApplicantReading Read(ReadOnlyMemory<byte> utf8, bool strictIdNumber)
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(utf8.Span))
            return Fault("The body is not valid UTF-8.");

        if (Parse(utf8) is not { } document)
            return Fault(WhyRefused(utf8.Span));

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadFields(document.RootElement, strictIdNumber)
                : Fault("The body must be a JSON object with firstName, lastName and idNumber.");
        }
    }

    private static ApplicantReading ReadFields(JsonElement body, bool strictIdNumber)
    {
        var errors = new FieldErrors();
        var firstName = NameRules.Check(errors, "firstName", ReadText(errors, body, "firstName"));
        var lastName = NameRules.Check(errors, "lastName", ReadText(errors, body, "lastName"));
        var idNumber = ReadText(errors, body, "idNumber");
        if (idNumber is not null)
        {
            idNumber = SouthAfricanIdNumber.Strip(idNumber);
            SouthAfricanIdNumber.Check(errors, "idNumber", idNumber, strictIdNumber);
        }

        return errors.Any
            ? new ApplicantReading(null, null, errors.ToDictionary())
            : new ApplicantReading(new Applicant(firstName!, lastName!, idNumber!), null, null);
    }

    private static string? ReadText(FieldErrors errors, JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            errors.Add(field, "is required");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(field, "must be a string");
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 without its other half: JSON by the grammar, but not text.
            errors.Add(field, "must be valid Unicode text");
            return null;
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The exception's text may quote the body, so only the fact is used.
            return null;
        }
    }

    /// <summary>
    /// Finds the reason in one pass that keeps no tree and ends where the body is too deep: <see cref="JsonDocument"/> takes time by
    /// the square of the depth, and a refusal must not cost more than a body that is read.
    /// </summary>
    private static string WhyRefused(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, OneDeeper);
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.StartObject or JsonTokenType.StartArray, CurrentDepth: MaxDepth })
                    return $"The body is nested deeper than {MaxDepth} levels.";
            }
        }
        catch (JsonException)
        {
            return "The body is not valid JSON.";
        }

        return "The body has a property more than once, or a property name that is not valid Unicode text.";
    }

    private static ApplicantReading Fault(string why) => new(null, why, null);
}

/// <summary>What came of reading a request body: an applicant, or why there is none. Exactly one member is set.</summary>
/// <param name="Applicant">The applicant, where every rule is met.</param>
/// <param name="JsonFault">Why the body is no usable JSON object; a sentence without any part of the body.</param>
/// <param name="FieldErrors">Field name → every rule it breaks; sentences without any part of the value.</param>
public readonly record struct ApplicantReading(
    Applicant? Applicant,
    string? JsonFault,
    IReadOnlyDictionary<string, string[]>? FieldErrors);
