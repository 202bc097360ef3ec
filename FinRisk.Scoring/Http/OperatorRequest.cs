using FinRisk.Scoring.Applicants;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>Reads the body of a POST request of an operator.</summary>
internal static class OperatorRequest
{
    /// <summary>
    /// Authorizes the caller and reads the body. Returns either the value or the response that refuses the request.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="what">The name of the body's content, for the error message about a wrong content type.</param>
    /// <param name="form">The required form of the body, for the error message about an unreadable body.</param>
    /// <param name="read">
    /// Parses the body: returns the value, or the errors by field; both are null if the body does not have the required form.
    /// </param>
    public static async Task<(T? Value, IResult? Refusal)> ReadAsync<T>(
        HttpContext http,
        string what,
        string form,
        Func<ReadOnlyMemory<byte>, (T? Value, IReadOnlyDictionary<string, string[]>? Errors)> read)
        where T : class
    {
        if (!OperatorsOnly.TryAuthorize(http, out var refusal) || !SameOrigin.TryAuthorize(http, out refusal))
            return (null, refusal);
        if (!BodyReader.TryAcceptContent(http, what, out var unreadable))
            return (null, unreadable);

        var buffer = new byte[ApplicantReader.MaxBytes + 1];
        try
        {
            if (await BodyReader.ReadAsync(http.Request, buffer, http.RequestAborted) is not { } length)
            {
                return (null, Problems.Create(
                    http, ProblemKind.PayloadTooLarge, $"The body may have at most {ApplicantReader.MaxBytes} bytes."));
            }

            return read(buffer.AsMemory(0, length)) switch
            {
                ({ } value, _) => (value, null),
                (_, { } errors) => (null, Problems.Create(
                    http,
                    ProblemKind.ValidationFailed,
                    $"Correct {string.Join(", ", errors.Keys)} and send the request again.",
                    errors)),
                _ => (null,
                    Problems.Create(http, ProblemKind.InvalidJson, $"The body must be {form} without duplicate properties.")),
            };
        }
        finally
        {
            // The body may contain an applicant's data.
            Array.Clear(buffer);
        }
    }
}
