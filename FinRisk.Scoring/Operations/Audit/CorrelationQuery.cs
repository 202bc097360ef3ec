using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FinRisk.Scoring.Audit;
using FinRisk.Scoring.Http;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations.Audit;

/// <summary>
/// A search for a correlation id in the audit log, from the query parameters <c>correlationId</c> and <c>day</c>. Without a day
/// the last seven days are searched.
/// </summary>
/// <param name="Id">The correlation id.</param>
/// <param name="First">The first day to search, in UTC.</param>
/// <param name="Last">The last day to search, in UTC, inclusive.</param>
internal sealed record CorrelationQuery(string Id, DateOnly First, DateOnly Last)
{
    /// <summary>The number of days searched if the request names no day, including today.</summary>
    public const int DefaultDays = 7;

    /// <summary>The maximum number of audit records in one response.</summary>
    public const int MaxRecords = 1000;

    /// <summary>The name of the query parameter with the correlation id.</summary>
    public const string Parameter = "correlationId";

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The first day as <c>YYYY-MM-DD</c>.</summary>
    public string From => First.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The last day as <c>YYYY-MM-DD</c>.</summary>
    public string To => Last.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The description of the search in the audit record of the read.</summary>
    public string Description => $"correlation {Id}, {From} to {To}";

    /// <summary>Finds the records, at most <see cref="MaxRecords"/>. Complete is false if there are more.</summary>
    public async Task<(IReadOnlyList<AuditRecord> Records, bool Complete)> FindAsync(
        IAuditReader reader, CancellationToken stopping)
    {
        // One more than is returned, which shows whether there are more.
        var found = await reader.FindAsync(Id, First, Last, MaxRecords + 1, stopping);
        return ([.. found.Take(MaxRecords)], found.Count <= MaxRecords);
    }

    /// <summary>Parses the query string of a request. Returns false, and the response 400, if it is invalid.</summary>
    public static bool TryRead(
        HttpContext http,
        TimeProvider clock,
        [NotNullWhen(true)] out CorrelationQuery? query,
        [NotNullWhen(false)] out IResult? refusal)
    {
        var parameters = http.Request.Query;
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (parameters[Parameter] is not [var id] || !CorrelationId.IsValid(id))
            (id, errors[Parameter]) = ("", ["correlationId is needed once, with 1 to 128 of A-Z a-z 0-9 . _ -"]);
        var day = ReadDay(parameters);
        if (day is null && parameters.ContainsKey("day"))
            errors["day"] = ["day may be given once, as YYYY-MM-DD; days are those of UTC."];
        if (parameters.ContainsKey("format"))
            errors["format"] = ["format applies only to the export of a day; a search by correlation id returns JSON."];
        var last = day ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        query = errors.Count > 0 ? null : new CorrelationQuery(id, day ?? last.AddDays(1 - DefaultDays), last);
        refusal = query is null ? Refuse(http, errors) : null;
        return query is not null;
    }

    /// <summary>Returns the query parameter <c>day</c>; null if it is missing, repeated or invalid.</summary>
    public static DateOnly? ReadDay(IQueryCollection query) =>
        query["day"] is [var text]
        && DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>Creates the response 400 for an invalid query string, with the errors by parameter.</summary>
    public static IResult Refuse(HttpContext http, Dictionary<string, string[]> errors) => Problems.Create(
        http, ProblemKind.InvalidQuery, $"Correct {string.Join(", ", errors.Keys)} and send the request again.", errors);
}
