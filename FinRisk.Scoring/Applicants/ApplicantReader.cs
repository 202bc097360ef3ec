using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace FinRisk.Scoring.Applicants;

/// <summary>
/// Reads the body of <c>POST /validate</c> (contract, section 1). The body must be one JSON object in UTF-8, without duplicate
/// properties at any depth; unknown properties are ignored. The errors of all fields are reported together.
/// </summary>
public static class ApplicantReader
{
    /// <summary>The maximum size of a body, in bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>The maximum nesting depth of a body. The outermost object is level 1.</summary>
    public const int MaxDepth = 8;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonReaderOptions OneLevelDeeper = new() { MaxDepth = MaxDepth + 1 };

    /// <summary>Reads and validates a body of at most <see cref="MaxBytes"/> bytes.</summary>
    /// <param name="utf8">The body as received; a byte order mark is skipped (RFC 8259, section 8.1 allows that).</param>
    /// <param name="strictIdNumber">Whether the ID number's date and check digit are checked.</param>
    public static ApplicantReading Read(ReadOnlyMemory<byte> utf8, bool strictIdNumber)
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(utf8.Span))
            return Invalid("The body is not valid UTF-8.");

        if (Parse(utf8) is not { } document)
            return Invalid(FindReason(utf8.Span));

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadFields(document.RootElement, strictIdNumber)
                : Invalid("The body must be a JSON object with firstName, lastName and idNumber.");
        }
    }

    private static ApplicantReading ReadFields(JsonElement body, bool strictIdNumber)
    {
        var errors = new FieldErrors();
        var firstName = NameRules.Normalize(errors, "firstName", ReadText(errors, body, "firstName"));
        var lastName = NameRules.Normalize(errors, "lastName", ReadText(errors, body, "lastName"));
        var idNumber = ReadText(errors, body, "idNumber");
        if (idNumber is not null)
        {
            idNumber = SouthAfricanIdNumber.Strip(idNumber);
            SouthAfricanIdNumber.Check(errors, "idNumber", idNumber, strictIdNumber);
        }

        return errors.Any
            ? new ApplicantReading(Applicant: null, BodyError: null, errors.ToDictionary())
            : new ApplicantReading(new Applicant(firstName!, lastName!, idNumber!), BodyError: null, FieldErrors: null);
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
            // The string has an unpaired surrogate escape such as \ud800. The JSON grammar allows it, but it is not Unicode text.
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
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The exception's message may quote the body, so it is not used.
            return null;
        }
    }

    /// <summary>
    /// Finds out why <see cref="JsonDocument"/> has rejected a body. It reads tokens without building a document and stops at the
    /// first token that is nested too deep. Parsing with a higher <see cref="JsonDocumentOptions.MaxDepth"/> would be simpler,
    /// but the time that takes grows with the square of the nesting depth, and rejecting a body must not cost more than accepting
    /// one.
    /// </summary>
    private static string FindReason(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, OneLevelDeeper);
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

    private static ApplicantReading Invalid(string reason) => new(Applicant: null, reason, FieldErrors: null);
}

/// <summary>The result of reading a request body: an applicant or errors. Exactly one member is not null.</summary>
/// <param name="Applicant">The applicant, if the body meets every rule.</param>
/// <param name="BodyError">
/// The reason why the body is not a usable JSON object: a sentence that quotes nothing of the body.
/// </param>
/// <param name="FieldErrors">
/// Field name → the rules that the field breaks. A rule is a predicate such as "is required", and never quotes the value; at most
/// it names one code point.
/// </param>
public readonly record struct ApplicantReading(
    Applicant? Applicant,
    string? BodyError,
    IReadOnlyDictionary<string, string[]>? FieldErrors);
