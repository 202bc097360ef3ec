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
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = MaxDepth };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxBytes };

    /// <summary>Reads and checks one body of at most <see cref="MaxBytes"/> bytes.</summary>
    /// <param name="utf8">The body as received; a byte order mark is skipped (RFC 8259, section 8.1 allows that).</param>
    /// <param name="strictIdNumber">Whether the ID number's date and check digit are checked.</param>
    public static ApplicantReading Read(ReadOnlyMemory<byte> utf8, bool strictIdNumber)
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(utf8.Span))
            return Fault("The body is not valid UTF-8.");

        if (!TryParse(utf8, Strict, out var document))
            return Fault(WhyNot(utf8));

        using (document)
        {
            return document!.RootElement.ValueKind == JsonValueKind.Object
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
            SouthAfricanIdNumber.Check(errors, "idNumber", idNumber, strictIdNumber);

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

    private static bool TryParse(ReadOnlyMemory<byte> utf8, JsonDocumentOptions options, out JsonDocument? document)
    {
        try
        {
            document = JsonDocument.Parse(utf8, options);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The exception's text may quote the body, so only the fact is used.
            document = null;
            return false;
        }
    }

    /// <summary>Finds the reason by parsing again with one rule less each time; only refused bodies pay for it.</summary>
    private static string WhyNot(ReadOnlyMemory<byte> utf8)
    {
        if (Parses(utf8, Shallow))
            return "The body has a property more than once, or a property name that is not valid Unicode text.";
        return Parses(utf8, Deep)
            ? $"The body is nested deeper than {MaxDepth} levels."
            : "The body is not valid JSON.";
    }

    private static bool Parses(ReadOnlyMemory<byte> utf8, JsonDocumentOptions options)
    {
        var parsed = TryParse(utf8, options, out var document);
        document?.Dispose();
        return parsed;
    }

    private static ApplicantReading Fault(string why) => new(null, why, null);
}
