using System.Text.Json.Nodes;

namespace FinRisk.Acceptance.Tests.Harness.Document;

/// <summary>
/// The OpenAPI document that the host under test serves. Objects in answers are taken as closed: callers have to bear further
/// properties, but the product may not send any that it does not document.
/// </summary>
internal sealed class ApiDocument
{
    private const string Others = "x-any-other-request";

    private static readonly SemaphoreSlim Gate = new(1);
    private static ApiDocument? served;

    private readonly JsonObject root;
    private readonly (string[] Segments, string Path, JsonObject Methods)[] paths;

    public ApiDocument(JsonObject root)
    {
        this.root = root;
        Close(root["components"]!["schemas"]!);
        paths = [.. root["paths"]!.AsObject().Select(path => (path.Key.Split('/'), path.Key, path.Value!.AsObject()))];
        foreach (var (_, _, methods) in paths)
            Close(methods);
    }

    /// <summary>Every operation with every status, and the problem codes that it shows for it.</summary>
    public IEnumerable<(string Operation, string Status, string[] Codes)> Rows =>
        from path in paths
        from method in path.Methods
        from response in method.Value!["responses"]!.AsObject()
        where response.Key is not "default"
        select ($"{method.Key.ToUpperInvariant()} {path.Path}", response.Key, CodesOf(Resolve(response.Value!)));

    /// <summary>The statuses of requests that are no operation.</summary>
    public IEnumerable<(string Operation, string Status, string[] Codes)> OtherRows =>
        root[Others]!.AsObject().Select(response => ("any other request", response.Key, CodesOf(Resolve(response.Value!))));

    /// <summary>Reads it once; a host that is just being killed is no reason to give up.</summary>
    public static async Task<ApiDocument> OfAsync(Uri host)
    {
        await Gate.WaitAsync();
        try
        {
            if (served is null)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host, "/openapi.json"));
                served = new ApiDocument(JsonNode.Parse((await Wire.SendAsync(request)).Is(200).Text)!.AsObject());
            }

            return served;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>
    /// The operation of a request, and what the document says of this answer; null where it says nothing. HEAD is held to what
    /// GET promises, without its body.
    /// </summary>
    public (string Operation, JsonObject? Response) Find(string method, string path, int status)
    {
        var segments = path.Split('/');
        var match = paths.FirstOrDefault(known => Matches(known.Segments, segments));
        var isHead = method is "HEAD";
        if (match.Methods?[method.ToLowerInvariant()] is { } operation)
        {
            var promised = isHead ? match.Methods["get"]! : operation;
            return ($"{method} {match.Path}", Response(promised["responses"]!, status, isHead));
        }

        var other = match.Methods is null ? status is not 405 : status is 405;
        return ("any other request", other ? Response(root[Others]!, status, isHead) : null);
    }

    /// <summary>What a reference stands for.</summary>
    public JsonObject? Resolve(JsonNode? node)
    {
        while (node?["$ref"] is { } reference)
            node = reference.GetValue<string>()[2..].Split('/').Aggregate((JsonNode)root, (at, name) => at[name]!);
        return node?.AsObject();
    }

    /// <summary>
    /// A schema that stands by itself, with all that it may refer to. Callers have to bear further words where it says so, but
    /// the product may not send any that it does not document.
    /// </summary>
    public string SchemaOf(JsonNode schema)
    {
        var alone = Resolve(schema)!.DeepClone().AsObject();
        alone["definitions"] = root["components"]!["schemas"]!.DeepClone();
        return alone.ToJsonString()
            .Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal)
            .Replace("\"x-extensible-enum\"", "\"enum\"", StringComparison.Ordinal);
    }

    private JsonObject? Response(JsonNode responses, int status, bool isHead)
    {
        var response = Resolve(responses[$"{status}"]);
        if (!isHead || response is null)
            return response;
        var bare = response.DeepClone().AsObject();
        bare.Remove("content");
        return bare;
    }

    private static bool Matches(string[] known, string[] sent) =>
        known.Length == sent.Length
            && known.Zip(sent).All(pair => pair.First.StartsWith('{') ? pair.Second != "" : pair.First == pair.Second);

    private static string[] CodesOf(JsonObject? response) =>
        response?["content"]?["application/problem+json"]?["examples"]?.AsObject().Select(example => example.Key).ToArray() ?? [];

    private static void Close(JsonNode node)
    {
        if (node is JsonObject schema && schema["properties"] is JsonObject && schema["additionalProperties"] is null
            && schema["type"]?.ToString() is "object")
            schema["additionalProperties"] = false;
        foreach (
            var child in (node as JsonObject)?.Select(member => member.Value).ToArray() ?? (node as JsonArray)?.ToArray() ?? [])
        {
            if (child is not null)
                Close(child);
        }
    }
}
