using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using FinRisk.Scoring.Applicants;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>Reads a request body and buffers no more than the contract allows.</summary>
internal static partial class BodyReader
{
    /// <summary>The charset names that mean UTF-8 or a subset of it.</summary>
    private static readonly string[] Utf8Charsets = ["utf-8", "utf8", "us-ascii"];

    /// <summary>True if the headers declare JSON in UTF-8 without a content coding.</summary>
    /// <param name="http">The request.</param>
    /// <param name="what">The name of the body's content in the error message.</param>
    /// <param name="refusal">The response 415, if the result is false.</param>
    public static bool TryAcceptContent(HttpContext http, string what, [NotNullWhen(false)] out IResult? refusal)
    {
        if (IsEncoded(http.Request))
        {
            var plain = $"Send {what} without Content-Encoding.";
            refusal = Problems.Create(http, ProblemKind.UnsupportedMediaType, plain, headers: ("Accept-Encoding", "identity"));
        }
        else
        {
            refusal = IsJson(http.Request)
                ? null
                : Problems.Create(http, ProblemKind.UnsupportedMediaType, $"Send {what} as application/json in UTF-8.");
        }

        return refusal is null;
    }

    /// <summary>
    /// True if the content type is JSON and its charset, if it names one, is UTF-8. Empty parameters are ignored (RFC 9110,
    /// section 5.6.6).
    /// </summary>
    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(EmptyParameter().Replace(request.ContentType ?? "", ""), out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || Utf8Charsets.Contains(type.CharSet.Trim('"'), StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// Reads the body into <paramref name="buffer"/>, which must have room for <see cref="ApplicantReader.MaxBytes"/> + 1 bytes.
    /// Returns the length of the body; null if it is longer than <see cref="ApplicantReader.MaxBytes"/>.
    /// </summary>
    public static async ValueTask<int?> ReadAsync(HttpRequest request, Memory<byte> buffer, CancellationToken stopping)
    {
        if (request.ContentLength > ApplicantReader.MaxBytes)
            return null;

        var length = 0;
        while (length <= ApplicantReader.MaxBytes)
        {
            var read = await ReadSomeAsync(request, buffer[length..], stopping);
            if (read == 0)
                return length;
            length += read;
        }

        return null;
    }

    private static async ValueTask<int> ReadSomeAsync(HttpRequest request, Memory<byte> buffer, CancellationToken stopping)
    {
        try
        {
            return await request.Body.ReadAsync(buffer, stopping);
        }
        catch (IOException exception) when (exception is not (BadHttpRequestException or ConnectionResetException))
        {
            // Kestrel throws a plain IOException if the size of a chunk overflows. That is an error of the caller.
            throw new BadHttpRequestException(
                "The body is not framed as it should be.", StatusCodes.Status400BadRequest, exception);
        }
    }

    /// <summary>
    /// True if the header names a content coding other than <c>identity</c>, which means no coding (RFC 9110, section 8.4).
    /// </summary>
    private static bool IsEncoded(HttpRequest request)
    {
        foreach (var line in request.Headers.ContentEncoding)
        {
            foreach (var coding in (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (coding.Length > 0 && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\s*;\s*(?=;|$)")]
    private static partial Regex EmptyParameter();
}
