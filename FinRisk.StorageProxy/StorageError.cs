using System.Globalization;

namespace FinRisk.StorageProxy;

/// <summary>An error as Azure Storage answers it, so that its clients take it for one.</summary>
internal static class StorageError
{
    private const string Message = "A fault that was asked for.";

    /// <summary>Answers it.</summary>
    public static Task WriteAsync(HttpContext http, StorageService service, int status)
    {
        var code = CodeOf(service, status);
        http.Response.StatusCode = status;
        http.Response.Headers["x-ms-error-code"] = code;
        http.Response.Headers["x-ms-version"] = http.Request.Headers["x-ms-version"];
        http.Response.Headers["x-ms-request-id"] = http.TraceIdentifier;
        var isJson = service is StorageService.Table;
        http.Response.ContentType = isJson ? "application/json" : "application/xml";
        return http.Response.WriteAsync(isJson
            ? $$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"lang":"en-US","value":"{{{{Message}}}}"}}}"""
            : $"""<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{Message}</Message></Error>""");
    }

    private static string CodeOf(StorageService service, int status) => (status, service) switch
    {
        (409, StorageService.Table) => "EntityAlreadyExists",
        (409, StorageService.Queue) => "QueueBeingDeleted",
        (409, StorageService.Blob) => "LeaseAlreadyPresent",
        (412, StorageService.Table) => "UpdateConditionNotSatisfied",
        (412, StorageService.Blob) => "ConditionNotMet",
        (503, _) => "ServerBusy",
        (500, _) => "InternalError",
        _ => string.Create(CultureInfo.InvariantCulture, $"Status{status}"),
    };
}
