namespace RiskShield.Simulator.Scoring;

/// <summary>Writes JSON responses.</summary>
internal static class JsonResponse
{
    /// <summary>Writes a response whose body is already serialized.</summary>
    public static Task WriteAsync(HttpResponse response, int status, ReadOnlyMemory<byte> json)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        return response.BodyWriter.WriteAsync(json, response.HttpContext.RequestAborted).AsTask();
    }
}
