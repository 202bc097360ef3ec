using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using FinRisk.Scoring.Applicants;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>Reads a request body without ever holding more than the contract allows.</summary>
internal static partial class BodyReader
{
    /// <summary>Charsets whose octets are UTF-8, by the names that callers give them.</summary>
    private static readonly string[] Utf8Charsets = ["utf-8", "utf8", "us-ascii"];

    /// <summary>Whether the body can be read: JSON in UTF-8, in no content coding.</summary>
    /// <param name="http">The request.</param>
    /// <param name="what">What the body should be, as the refusal words it.</param>
    /// <param name="refusal">The 415, where it cannot be read.</param>
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

    /// <summary>Whether the body says it is JSON, in UTF-8 where it names a charset. Empty parameters are none (RFC 9110, section 5.6.6).</summary>
    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(EmptyParameter().Replace(request.ContentType ?? "", ""), out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || Utf8Charsets.Contains(type.CharSet.Trim('"'), StringComparer.OrdinalIgnoreCase));

    /// <summary>Fills <paramref name="buffer"/>; returns the body's length, or null where it is longer than the buffer less one.</summary>
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
        catch (IOException fault) when (fault is not (BadHttpRequestException or ConnectionResetException))
        {
            // How Kestrel calls a chunk whose size is beyond what it can count: the caller's fault, and not one of ours.
            throw new BadHttpRequestException("The body is not framed as it should be.", StatusCodes.Status400BadRequest, fault);
        }
    }

    /// <summary>Whether any coding but <c>identity</c> is named, which means none (RFC 9110, section 8.4).</summary>
    private static bool IsEncoded(HttpRequest request)
    {
        foreach (var line in request.Headers.ContentEncoding)
        {
            foreach (var coding in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\s*;\s*(?=;|$)")]
    private static partial Regex EmptyParameter();
}
