using FinRisk.OpenApi;

using var yaml = File.OpenText(args[0]);
File.WriteAllBytes(args[1], YamlToJson.Convert(yaml));
