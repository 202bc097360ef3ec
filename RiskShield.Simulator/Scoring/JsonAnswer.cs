namespace RiskShield.Simulator.Scoring;

/// <summary>Writes bytes that are JSON already.</summary>
internal static class JsonAnswer
{
    public static Task WriteAsync(HttpResponse response, int status, ReadOnlyMemory<byte> json)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        return response.BodyWriter.WriteAsync(json, response.HttpContext.RequestAborted).AsTask();
    }
}
