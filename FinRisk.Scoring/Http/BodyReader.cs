using System.Net.Http.Headers;
using FinRisk.Scoring.Applicants;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Http;

/// <summary>Reads a request body without ever holding more than the contract allows.</summary>
internal static class BodyReader
{
    /// <summary>Whether the body says it is JSON, in UTF-8 where it names a charset.</summary>
    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

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
}
