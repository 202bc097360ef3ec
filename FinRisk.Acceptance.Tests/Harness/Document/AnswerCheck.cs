using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace FinRisk.Acceptance.Tests.Harness.Document;

/// <summary>Holds every answer that a test gets against the document, and remembers which of its rows were seen.</summary>
internal static class AnswerCheck
{
    private static readonly ConcurrentDictionary<string, bool> Rows = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Lazy<Task<JsonSchema>>> Schemas = new(StringComparer.Ordinal);

    /// <summary>What any server may add.</summary>
    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Server", "Connection", "Keep-Alive", "Content-Type", "Content-Length", "Transfer-Encoding", "Content-Encoding",
        "Vary",
        "X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy",
    };

    /// <summary>Every row that was seen: an operation and a status, and for problems also the code.</summary>
    public static IReadOnlyCollection<string> Seen => [.. Rows.Keys];

    public static string Row(string operation, string status, string? code = null) => $"{operation} {status} {code}".TrimEnd();

    /// <summary>Fails the test where the answer is not as documented.</summary>
    public static async Task CheckAsync(Uri host, HttpMethod method, Answer answer)
    {
        var document = await ApiDocument.OfAsync(host);
        var (operation, response) = document.Find(method.Method, answer.Uri.AbsolutePath, answer.Status);
        var faults = new List<string>();
        if (response is null)
            faults.Add("this status is not documented for it");
        else if (!IsPlatformRefusal(answer))
            await CheckAsync(document, response, answer, faults);
        if (faults.Count > 0)
            Assert.Fail($"openapi.yaml does not agree ({operation}): {string.Join("; ", faults)}. {answer}");

        Rows.TryAdd(Row(operation, $"{answer.Status}"), true);
        if (answer.MediaType is "application/problem+json" && method != HttpMethod.Head)
            Rows.TryAdd(Row(operation, $"{answer.Status}", answer.Get("code")), true);
    }

    /// <summary>Azure refuses a wrong key by itself, with nothing of ours; the document says so.</summary>
    private static bool IsPlatformRefusal(Answer answer) => TargetEnvironment.PlatformEdge && answer is { Status: 401, Text: "" };

    private static async Task CheckAsync(ApiDocument document, JsonObject response, Answer answer, List<string> faults)
    {
        await CheckHeadersAsync(document, response["headers"]?.AsObject() ?? [], answer, faults);
        if (response["content"] is not JsonObject content)
        {
            if (answer.Text.Length > 0)
                faults.Add("a body is not documented");
        }
        else if (answer.MediaType is null || content[answer.MediaType] is not { } media)
        {
            faults.Add($"the content type {answer.MediaType} is not documented");
        }
        else
        {
            var isJson = answer.MediaType.EndsWith("json", StringComparison.Ordinal);
            await ValidateAsync(
                document, media["schema"]!, isJson ? answer.Text : JsonSerializer.Serialize(answer.Text), "body", faults);

            // Where several statuses share a schema for the sake of generated clients, this is the one of the status alone.
            if (media["x-narrowed-schema"] is { } narrowed)
                await ValidateAsync(document, narrowed, answer.Text, "body", faults);
            if (media["examples"] is JsonObject examples && answer.MediaType is "application/problem+json"
                && !examples.ContainsKey(answer.Get("code")))
                faults.Add($"the code {answer.Get("code")} is not documented for this status");
        }
    }

    private static async Task CheckHeadersAsync(ApiDocument document, JsonObject documented, Answer answer, List<string> faults)
    {
        foreach (var name in answer.HeaderNames.Where(
            name => !Plain.Contains(name) && !documented.Any(known => Same(known.Key, name))))
            faults.Add($"the header {name} is not documented");
        foreach (var (name, reference) in documented)
        {
            var header = document.Resolve(reference)!;
            if (answer[name] is { } value)
            {
                var isNumber = document.Resolve(header["schema"])!["type"]!.ToString() is "integer"
                    && long.TryParse(value, out _);
                await ValidateAsync(
                    document, header["schema"]!, isNumber ? value : JsonSerializer.Serialize(value), "header " + name, faults);
            }
            else if (header["required"]?.GetValue<bool>() is true)
            {
                faults.Add($"the header {name} is missing");
            }
        }
    }

    private static async Task ValidateAsync(ApiDocument document, JsonNode schema, string json, string what, List<string> faults)
    {
        var text = document.SchemaOf(schema);
        var parsed = await Schemas.GetOrAdd(text, key => new(() => JsonSchema.FromJsonAsync(key))).Value;

        // Path and kind only: a message could quote a value.
        faults.AddRange(parsed.Validate(json).Select(error => $"{what} {error.Path}: {error.Kind}"));
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
